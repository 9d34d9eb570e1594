import CGradusZlib

/// A CRC-32 (IEEE 802.3, the one of gzip and PNG), computed piece by piece.
///
/// It finds every error of up to 32 bits in a row and all others but one in four thousand million;
/// it does not protect against intent.
public struct Checksum: Hashable, Sendable {
  /// The checksum of the bytes so far; 0 for none.
  public private(set) var value: UInt32 = 0

  /// Makes the checksum of no bytes.
  public init() {}

  /// Makes the checksum of `bytes`.
  public init(of bytes: [UInt8]) { update(bytes[...]) }

  /// Adds `bytes` to those checksummed so far.
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = min(bytes.endIndex, start + 1 << 16)
      value = UInt32(crc32(UInt(value), Array(bytes[start..<end]), UInt32(end - start)))
      start = end
    }
  }

  /// The value as eight lower-case hexadecimal digits.
  public var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
