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

  /// A text in quotes, in which quotes, backslashes and control characters are escaped.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{0}"..<"\u{20}": result += escaped(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escapingUnseen(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      // Line feeds are the encoder's own; those within texts it has escaped.
      let isShown = !scalar.isInvisible || scalar == "\n"
      result += (isShown ? String(scalar) : escaped(scalar)).utf8
    }
    return result
  }

  /// A character by the numbers of its UTF-16 units, `\u202e`.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
