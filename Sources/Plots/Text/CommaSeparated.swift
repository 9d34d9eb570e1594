/// Fields of comma-separated values (RFC 4180).
package enum CommaSeparated {
  /// A number, so that reading it back is exact; empty where it is not finite.
  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    return Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  /// A text, quoted where it has to be.
  package static func field(_ text: String) -> String {
    guard text.contains(where: { "\",\n\r\r\n".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
