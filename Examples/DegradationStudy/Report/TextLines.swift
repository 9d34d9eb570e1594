/// Text cut into lines for a terminal.
enum TextLines {
  /// `text` in lines of at most `width` characters, broken between words; a longer word gets a line
  /// of its own.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
