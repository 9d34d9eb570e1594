/// Estimated widths of text in a system sans-serif font; on the wide side, so that what was fitted
/// fits.
package enum TextMetrics {
  /// The width of `text` in pixels at font size `size`.
  package static func width(_ text: String, size: Double) -> Double {
    text.reduce(0) { $0 + emWidth($1) } * size
  }

  /// `text` broken at spaces into lines no wider than `width`; a longer word gets an ellipsis.
  package static func lines(_ text: String, size: Double, width limit: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace).map(String.init) {
      if let last = lines.last, width(last + " " + word, size: size) <= limit {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(shortened(word, size: size, width: limit))
      }
    }
    return lines
  }

  /// `text`, or its beginning with an ellipsis where it is wider than `width`.
  package static func shortened(_ text: String, size: Double, width limit: Double) -> String {
    guard width(text, size: size) > limit else { return text }
    var kept = text
    while !kept.isEmpty, width(kept + "…", size: size) > limit { kept.removeLast() }
    return kept + "…"
  }

  private static func emWidth(_ character: Character) -> Double {
    guard character.isASCII else { return character.isLetter ? 1 : 0.65 }
    if "iljtf.,:;'|!()[] ".contains(character) { return 0.36 }
    if "mwMW@%".contains(character) { return 0.95 }
    return character.isUppercase ? 0.72 : 0.6
  }
}
