/// Bytes between the last scan of a JPEG file and its end marker that belong to nothing: every reader
/// passes over them, and libjpeg-turbo warns of them as of real damage.
enum JPEGStrayBytes {
  /// The file without them, told libjpeg's warning; nil when the warning is of something else or the
  /// bytes are not where it says.
  static func removed(from bytes: [UInt8], warning: String) -> [UInt8]? {
    let pattern = /Corrupt JPEG data: ([0-9]+) extraneous bytes before marker 0xd9/
    guard let match = warning.wholeMatch(of: pattern), let count = Int(match.1), count > 0,
      let end = endMarker(in: bytes), count < end
    else { return nil }
    return Array(bytes[..<(end - count)]) + bytes[end...]
  }

  /// Where the end marker of the picture itself is: the first one after the first scan began, outside
  /// of segments that say their length.
  private static func endMarker(in bytes: [UInt8]) -> Int? {
    var position = 2
    var isInScan = false
    while position + 1 < bytes.count {
      let (mark, code) = (bytes[position], bytes[position + 1])
      guard mark == 0xff else {
        // Between segments there are markers only; in a scan there is anything.
        guard isInScan else { return nil }
        position += 1
        continue
      }
      switch code {
      case 0xd9: return isInScan ? position : nil
      case 0xff: position += 1
      // Stuffed zeros, restart markers and TEM have no length.
      case 0x00, 0x01, 0xd0...0xd7: position += 2
      default:
        guard position + 3 < bytes.count else { return nil }
        let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
        guard length >= 2 else { return nil }
        position += 2 + length
        isInScan = isInScan || code == 0xda
      }
    }
    return nil
  }
}
