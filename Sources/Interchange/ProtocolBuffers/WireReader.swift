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
