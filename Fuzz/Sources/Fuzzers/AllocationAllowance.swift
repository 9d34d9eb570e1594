/// How much memory a parser may ask for at once, given the size of its file.
struct AllocationAllowance {
  /// Buffers and tables of any file, in bytes.
  var fixed = 1 << 16
  /// Bytes for each byte of the file. A byte becomes a 4-byte number, arrays grow by doubling, and
  /// messages quote names with escapes.
  var perByte = 16

  /// Of a format that nothing inside is compressed in.
  static let plain = AllocationAllowance()
  /// Of a zip archive: deflate makes up to 1032 bytes of one, which become 4-byte numbers.
  static let deflated = AllocationAllowance(fixed: 1 << 19, perByte: 4 * 1032)
  /// Of weights in a file that begins so: a zip archive is one by its mark, and no other is compressed.
  static func weights(_ bytes: [UInt8]) -> AllocationAllowance {
    bytes.starts(with: [0x50, 0x4b]) ? .deflated : .plain
  }
  /// Of a data set, gzip'd or not: a byte is a label and becomes an `Int`.
  static let dataset = AllocationAllowance(fixed: 1 << 20, perByte: 8 * 1032)
  /// Of protocol buffers: two bytes become a message of some hundred, in an array that grows by doubling.
  static let messages = AllocationAllowance(perByte: 256)
  /// Of JSON: a list's two bytes `1,` become a value of 24, in an array that grows by doubling.
  static let json = AllocationAllowance(perByte: 64)
  /// Of a picture, whose pixels the caller limits; see ``Fuzzer/pixelLimit``.
  static let picture = AllocationAllowance(fixed: 1 << 20)

  /// The largest single allocation for a file of `byteCount` bytes.
  func limit(_ byteCount: Int) -> Int { fixed + perByte * byteCount }
}
