extension String {
  /// The text as one word of a POSIX shell's command line, for advice that can be pasted.
  ///
  /// What would not be visible is `?` there, so that such a word has to be looked up.
  package var quotedForShell: String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,"
    if !isEmpty, allSatisfy(plain.contains) { return self }
    let visible = String(
      unicodeScalars.map { scalar -> Character in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
          .privateUse:
          "?"
        default: Character(scalar)
        }
      })
    return "'" + visible.replacing("'", with: "'\\''") + "'"
  }
}
