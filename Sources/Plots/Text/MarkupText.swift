/// Text made safe for XML and HTML.
package enum MarkupText {
  /// `text` with `& < > " '` replaced by entities, and the characters XML forbids and those that turn
  /// the reading direction by U+FFFD, so that it can stand in element content and in a quoted
  /// attribute, and changes nothing beside it.
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff:
        result += "\u{fffd}"
      case "\u{7f}"..."\u{9f}", "\u{61c}", "\u{200e}"..."\u{200f}", "\u{202a}"..."\u{202e}",
        "\u{2066}"..."\u{2069}":
        result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `text` as a `data:` address of media type `type`, for links that work without a server.
  ///
  /// Every byte but the unreserved characters of RFC 3986 is percent-encoded.
  package static func dataAddress(_ text: String, type: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes = Array("data:\(type);charset=utf-8,".utf8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
