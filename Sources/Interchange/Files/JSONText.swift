import Foundation
import GradusTensors

/// Values as JSON text (RFC 8259) with sorted keys, whatever their numbers are.
package enum JSONText {
  /// The text in UTF-8, on one line or indented so that two files compare line by line.
  ///
  /// JSON has no infinity and no NaN; such numbers become null. Marks that nobody sees, such as those
  /// that turn the direction of text, are escaped.
  package static func bytes(_ value: some Encodable, indented: Bool) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if indented { encoder.outputFormatting.insert(.prettyPrinted) }
    // The encoder writes them as texts only: one that no value can hold marks them.
    let mark = UUID().uuidString
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: mark, negativeInfinity: mark, nan: mark)
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    return escapingUnseen(text.replacing("\"\(mark)\"", with: "null"))
  }

  private static func escapingUnseen(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      // Line feeds are the encoder's own; those within texts it has escaped.
      guard scalar.isInvisible, scalar != "\n" else {
        result += String(scalar).utf8
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
      }
    }
    return result
  }
}
