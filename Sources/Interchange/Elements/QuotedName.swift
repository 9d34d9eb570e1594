import GradusTensors

extension StringProtocol {
  /// A name out of a file for a message: in quotes, on one line, without control characters.
  package var quoted: String { String(self).debugDescription.onOneLine() }
}
