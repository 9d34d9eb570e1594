/// The signatures and sizes of a zip archive's records (APPNOTE.TXT 6.3.10, §4.3).
enum ZipRecord {
  static let localHeader: UInt32 = 0x0403_4b50
  static let dataDescriptor: UInt32 = 0x0807_4b50
  static let centralHeader: UInt32 = 0x0201_4b50
  static let end: UInt32 = 0x0605_4b50
  static let end64: UInt32 = 0x0606_4b50
  static let end64Locator: UInt32 = 0x0706_4b50

  static let localHeaderByteCount = 30
  static let centralHeaderByteCount = 46
  static let endByteCount = 22
  static let end64ByteCount = 56
  static let end64LocatorByteCount = 20

  /// Sizes and checksum follow the data.
  static let hasDescriptor: UInt16 = 1 << 3
  /// Names are UTF-8.
  static let hasUnicodeName: UInt16 = 1 << 11
  /// What a reader may see: the two above and the strength of the compression.
  static let readableFlags: UInt16 = hasDescriptor | hasUnicodeName | 0b110

  static let stored: UInt16 = 0
  static let deflated: UInt16 = 8

  /// The extra field with the sizes that do not fit 32 bits.
  static let zip64Extra: UInt16 = 1
}

/// The sizes of an entry in one of its headers, and the extra fields that complete them.
struct ZipSizes {
  var byteCount: UInt64
  var compressedByteCount: UInt64
  /// Where the local header is; nil in that header itself.
  var offset: UInt64?

  /// Replaces what is saturated by the numbers of the zip64 field among `extra`.
  mutating func complete(from extra: inout ByteCursor) throws {
    var found = false
    while extra.remaining > 0 {
      let identifier = try extra.integer(UInt16.self)
      let length = Int(try extra.integer(UInt16.self))
      let start = extra.position
      _ = try extra.take(length)
      guard identifier == ZipRecord.zip64Extra else { continue }
      if found { throw extra.failure(at: start, "an entry has its large sizes twice") }
      found = true
      var field = ByteCursor(
        extra.bytes, start..<start + length, path: extra.path, format: extra.format)
      if byteCount == 0xffff_ffff { byteCount = try field.integer(UInt64.self) }
      if compressedByteCount == 0xffff_ffff {
        compressedByteCount = try field.integer(UInt64.self)
      }
      if offset == 0xffff_ffff { offset = try field.integer(UInt64.self) }
    }
  }
}
