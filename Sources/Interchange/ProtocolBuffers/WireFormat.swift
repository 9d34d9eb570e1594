/// The wire format of protocol buffers: messages of numbered fields, as ONNX's and TensorBoard's files
/// are (<https://protobuf.dev/programming-guides/encoding>).
package enum WireFormat {
  /// A field of a message that is read.
  package struct Field {
    /// Its number in the message's definition.
    package let number: Int
    /// What it holds.
    package let value: Value
    /// Where it begins in the file.
    package let offset: Int
  }

  /// What a field holds, as far as the wire tells.
  package enum Value {
    /// A whole number, a truth value or an enumeration.
    case varint(UInt64)
    /// Eight bytes, such as a double.
    case fixed64(UInt64)
    /// Four bytes, such as a float.
    case fixed32(UInt32)
    /// The places of text, bytes, packed numbers or a message.
    case bytes(Range<Int>)
  }

  /// Messages within messages, at most; ONNX's own files have 12.
  static let mostNested = 48
}

/// Reads the fields of a message and never beyond its end; takes no memory but for its own state.
///
/// Throws `FormatError` that tells the place where bytes are no message. Fields that the reader's user
/// does not know are passed over by not looking at them.
package struct WireReader {
  /// The whole file.
  package let bytes: [UInt8]
  private var cursor: ByteCursor
  private let depth: Int

  /// Reads a file that is one message.
  package init(_ bytes: [UInt8], path: String, format: FormatError.Format) {
    self.init(ByteCursor(bytes, bytes.indices, path: path, format: format), depth: 0)
  }

  /// Reads a part of a file that is one message.
  package init(_ bytes: [UInt8], _ range: Range<Int>, path: String, format: FormatError.Format) {
    self.init(ByteCursor(bytes, range, path: path, format: format), depth: 0)
  }

  private init(_ cursor: ByteCursor, depth: Int) {
    (self.cursor, self.depth, bytes) = (cursor, depth, cursor.bytes)
  }

  /// The next field, nil at the end of the message.
  package mutating func next() throws -> WireFormat.Field? {
    let offset = cursor.position
    guard cursor.remaining > 0 else { return nil }
    let key = try varint()
    let number = key >> 3
    guard number >= 1, number < 1 << 29 else {
      throw failure(at: offset, "a field has the number \(number), which there is not")
    }
    let value: WireFormat.Value
    switch key & 7 {
    case 0: value = .varint(try varint())
    case 1: value = .fixed64(try cursor.integer(UInt64.self))
    case 2:
      let length = try varint()
      guard length <= UInt64(cursor.remaining) else {
        throw failure(
          at: offset,
          "field \(number) says it has \(length) bytes, and \(cursor.remaining) are left; the file is cut "
            + "short or damaged")
      }
      let start = cursor.position
      _ = try cursor.take(Int(length))
      value = .bytes(start..<cursor.position)
    case 5: value = .fixed32(try cursor.integer(UInt32.self))
    default:
      throw failure(at: offset, "field \(number) is of the kind \(key & 7), which nothing writes")
    }
    return WireFormat.Field(number: Int(number), value: value, offset: offset)
  }

  /// A reader of the message that a field is.
  package func message(in field: WireFormat.Field) throws -> WireReader {
    guard case .bytes(let range) = field.value else {
      throw failure(at: field.offset, "field \(field.number) is no message")
    }
    guard depth < WireFormat.mostNested else {
      throw failure(
        at: field.offset, "messages are within each other \(WireFormat.mostNested) deep")
    }
    var inner = cursor
    (inner.position, inner.end) = (range.lowerBound, range.upperBound)
    return WireReader(inner, depth: depth + 1)
  }

  /// The text that a field is.
  package func text(in field: WireFormat.Field) throws -> String {
    guard case .bytes(let range) = field.value,
      let text = String(validating: bytes[range], as: UTF8.self)
    else { throw failure(at: field.offset, "field \(field.number) is no UTF-8 text") }
    return text
  }

  /// The whole number that a field is.
  package func integer(in field: WireFormat.Field) throws -> Int {
    guard case .varint(let value) = field.value else {
      throw failure(at: field.offset, "field \(field.number) is no whole number")
    }
    return Int(truncatingIfNeeded: value)
  }

  /// The float that a field is.
  package func float(in field: WireFormat.Field) throws -> Float {
    guard case .fixed32(let bits) = field.value else {
      throw failure(at: field.offset, "field \(field.number) is no float")
    }
    return Float(bitPattern: bits)
  }

  /// Adds the whole numbers of a repeated field, packed or one by one, to a list.
  package func append(integersIn field: WireFormat.Field, to list: inout [Int]) throws {
    guard case .bytes = field.value else { return list.append(try integer(in: field)) }
    var packed = try message(in: field)
    while packed.cursor.remaining > 0 { list.append(Int(truncatingIfNeeded: try packed.varint())) }
  }

  /// Adds the floats of a repeated field, packed or one by one, to a list.
  package func append(floatsIn field: WireFormat.Field, to list: inout [Float]) throws {
    guard case .bytes = field.value else { return list.append(try float(in: field)) }
    var packed = try message(in: field)
    while packed.cursor.remaining > 0 {
      list.append(Float(bitPattern: try packed.cursor.integer(UInt32.self)))
    }
  }

  /// Adds the doubles of a repeated field, packed or one by one, to a list.
  package func append(doublesIn field: WireFormat.Field, to list: inout [Double]) throws {
    if case .fixed64(let bits) = field.value { return list.append(Double(bitPattern: bits)) }
    var packed = try message(in: field)
    while packed.cursor.remaining > 0 {
      list.append(Double(bitPattern: try packed.cursor.integer(UInt64.self)))
    }
  }

  /// The error for something wrong at a place of the file.
  package func failure(at offset: Int, _ problem: String) -> FormatError {
    cursor.failure(at: offset, problem)
  }

  private mutating func varint() throws -> UInt64 {
    let offset = cursor.position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      let byte = UInt64(try cursor.byte())
      if shift == 63, byte > 1 { break }
      value |= (byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw failure(at: offset, "a number has more than 64 bits")
  }
}

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
