/// Writes the fields of a message.
///
/// Long contents are kept as they are given and not copied into the messages around them.
package struct WireWriter {
  /// The message in pieces, to be written one behind the other.
  package var pieces: [[UInt8]] { tail.isEmpty ? whole : whole + [tail] }
  /// The length of the message, in bytes.
  package var byteCount: Int { wholeCount + tail.count }
  /// The message in one piece.
  package var bytes: [UInt8] { whole.isEmpty ? tail : Array(pieces.joined()) }

  private var whole: [[UInt8]] = []
  private var wholeCount = 0
  private var tail: [UInt8] = []
  private static let longCount = 1 << 16

  /// Makes an empty message.
  package init() {}

  /// Writes a whole number; a negative one takes ten bytes.
  package mutating func integer(_ field: Int, _ value: Int) {
    key(field, 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// Writes a float.
  package mutating func float(_ field: Int, _ value: Float) {
    key(field, 5)
    fixed(value.bitPattern)
  }

  /// Writes a double.
  package mutating func double(_ field: Int, _ value: Double) {
    key(field, 1)
    fixed(value.bitPattern)
  }

  /// Writes text as UTF-8.
  package mutating func text(_ field: Int, _ value: String) { bytes(field, Array(value.utf8)) }

  /// Writes bytes.
  package mutating func bytes(_ field: Int, _ value: [UInt8]) {
    key(field, 2)
    varint(UInt64(value.count))
    if value.count < Self.longCount { tail += value } else { append([value], value.count) }
  }

  /// Writes whole numbers, packed.
  package mutating func integers(_ field: Int, _ values: [Int]) {
    var inner = WireWriter()
    for value in values { inner.varint(UInt64(bitPattern: Int64(value))) }
    bytes(field, inner.bytes)
  }

  /// Writes floats, packed.
  package mutating func floats(_ field: Int, _ values: [Float]) {
    var inner = WireWriter()
    for value in values { inner.fixed(value.bitPattern) }
    bytes(field, inner.bytes)
  }

  /// Writes doubles, packed.
  package mutating func doubles(_ field: Int, _ values: [Double]) {
    var inner = WireWriter()
    for value in values { inner.fixed(value.bitPattern) }
    bytes(field, inner.bytes)
  }

  /// Writes a message.
  package mutating func message(_ field: Int, _ write: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    write(&inner)
    key(field, 2)
    varint(UInt64(inner.byteCount))
    if inner.whole.isEmpty {
      tail += inner.tail
    } else {
      append(inner.pieces, inner.byteCount)
    }
  }

  private mutating func append(_ pieces: [[UInt8]], _ count: Int) {
    if !tail.isEmpty { whole.append(tail) }
    whole += pieces
    wholeCount += tail.count + count
    tail = []
  }

  private mutating func key(_ field: Int, _ kind: UInt64) { varint(UInt64(field) << 3 | kind) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      tail.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    tail.append(UInt8(rest))
  }

  private mutating func fixed<T: FixedWidthInteger>(_ value: T) {
    for shift in stride(from: 0, to: T.bitWidth, by: 8) {
      tail.append(UInt8(truncatingIfNeeded: value >> T(truncatingIfNeeded: shift)))
    }
  }
}
