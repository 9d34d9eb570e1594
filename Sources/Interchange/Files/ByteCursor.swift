/// Reads a range of bytes from front to back and never beyond its end.
struct ByteCursor {
  let bytes: [UInt8]
  var end: Int
  let path: String
  let format: FormatError.Format
  /// The position of the next byte.
  var position: Int

  init(_ bytes: [UInt8], _ range: Range<Int>, path: String, format: FormatError.Format) {
    (self.bytes, self.path, self.format) = (bytes, path, format)
    (position, end) = (range.lowerBound, range.upperBound)
  }

  /// The number of bytes left.
  var remaining: Int { end - position }

  func failure(_ problem: String) -> FormatError { failure(at: position, problem) }

  func failure(at offset: Int, _ problem: String) -> FormatError {
    FormatError(path, format, at: offset, problem)
  }

  mutating func byte() throws -> UInt8 {
    guard position < end else { throw truncated(1) }
    position += 1
    return bytes[position - 1]
  }

  /// The next bytes as a little-endian number.
  mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    let width = T.bitWidth / 8
    guard remaining >= width else { throw truncated(width) }
    var value: T = 0
    for index in 0..<width {
      value |= T(truncatingIfNeeded: bytes[position + index]) << T(truncatingIfNeeded: 8 * index)
    }
    position += width
    return value
  }

  /// The next `count` bytes.
  mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, remaining >= count else { throw truncated(count) }
    position += count
    return bytes[position - count..<position]
  }

  /// The bytes before the next line feed, which is passed over.
  mutating func line() throws -> ArraySlice<UInt8> {
    guard let feed = bytes[position..<end].firstIndex(of: UInt8(ascii: "\n")) else {
      throw failure("a line does not end; the file is cut short or damaged")
    }
    defer { position = feed + 1 }
    return bytes[position..<feed]
  }

  private func truncated(_ count: Int) -> FormatError {
    failure("\(count) bytes needed and \(remaining) left; the file is cut short or damaged")
  }
}

/// The little-endian bytes of numbers, put one behind the other.
struct ByteBuilder {
  private(set) var bytes: [UInt8] = []

  mutating func append<T: FixedWidthInteger>(_ value: T) {
    for index in 0..<T.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: value >> T(truncatingIfNeeded: 8 * index)))
    }
  }

  mutating func append(_ more: some Sequence<UInt8>) { bytes += more }
}
