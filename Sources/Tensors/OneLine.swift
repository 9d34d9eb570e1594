extension String {
  /// Text that somebody else chose, for a message, a table or a picture: bounded, on one line, and
  /// visible.
  ///
  /// Control and formatting characters are written as `\u{a}`, so that a name out of a file neither
  /// breaks the line nor moves a terminal's cursor nor turns the reading direction; of more than
  /// `limit` characters the middle is left out and their number said.
  package func onOneLine(limit: Int = 400) -> String {
    var shown = self
    // Counted in scalars: one character may have any number of them.
    if unicodeScalars.count > limit {
      let middle = "… (\(unicodeScalars.count) characters) …"
      shown =
        String(unicodeScalars.prefix(limit * 3 / 4)) + middle
        + String(unicodeScalars.suffix(limit / 8))
    }
    var result = String.UnicodeScalarView()
    for scalar in shown.unicodeScalars {
      if scalar.isInvisible {
        result += "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  /// Whether it moves other text or breaks the line and shows nothing itself.
  package var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
