import Foundation

/// Values as JSON text (RFC 8259) with sorted keys, whatever their numbers are.
package enum JSONText {
  /// The text in UTF-8, on one line or indented so that two files compare line by line.
  ///
  /// JSON has no infinity and no NaN; such numbers become null.
  package static func bytes(_ value: some Encodable, indented: Bool) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if indented { encoder.outputFormatting.insert(.prettyPrinted) }
    // The encoder writes them as texts only: one that no value can hold marks them.
    let mark = UUID().uuidString
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: mark, negativeInfinity: mark, nan: mark)
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    return Array(text.replacing("\"\(mark)\"", with: "null").utf8)
  }
}
