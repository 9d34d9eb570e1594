/// Reads MessagePack (github.com/msgpack/msgpack/blob/master/spec.md) as far as Flax's dictionaries of arrays
/// need: maps with texts for keys, arrays, and plain values, which are passed over.
struct MessagePackScanner {
  /// A value: what has parts is entered by its count, what is bytes by their range.
  enum Value {
    case map(Int), list(Int)
    case text(String)
    case bytes(Range<Int>)
    /// Bytes with a type of the program's own.
    case extended(type: Int8, Range<Int>)
    case integer(Int)
    /// Nothing, a truth value or a float.
    case plain
  }

  var cursor: ByteCursor

  /// Reads one value, or the head of one with parts.
  mutating func value() throws -> Value {
    let place = cursor.position
    let byte = try cursor.byte()
    switch byte {
    case 0x00...0x7f: return .integer(Int(byte))
    case 0x80...0x8f: return .map(Int(byte & 0x0f))
    case 0x90...0x9f: return .list(Int(byte & 0x0f))
    case 0xa0...0xbf: return .text(try text(Int(byte & 0x1f)))
    case 0xc0, 0xc2, 0xc3: return .plain
    case 0xc4...0xc6: return .bytes(try range(try length(byte - 0xc4)))
    case 0xc7...0xc9: return try extended(try length(byte - 0xc7))
    case 0xca: return try plain(4)
    case 0xcb: return try plain(8)
    case 0xcc: return .integer(Int(try cursor.byte()))
    case 0xcd: return .integer(Int(try cursor.integer(UInt16.self).byteSwapped))
    case 0xce: return .integer(Int(try cursor.integer(UInt32.self).byteSwapped))
    case 0xcf:
      guard let number = Int(exactly: try cursor.integer(UInt64.self).byteSwapped) else {
        throw cursor.failure(at: place, "an integer above \(Int.max)")
      }
      return .integer(number)
    case 0xd0: return .integer(Int(Int8(bitPattern: try cursor.byte())))
    case 0xd1: return .integer(Int(try cursor.integer(Int16.self).byteSwapped))
    case 0xd2: return .integer(Int(try cursor.integer(Int32.self).byteSwapped))
    case 0xd3: return .integer(Int(try cursor.integer(Int64.self).byteSwapped))
    case 0xd4...0xd8: return try extended(1 << Int(byte - 0xd4))
    case 0xd9...0xdb: return .text(try text(try length(byte - 0xd9)))
    case 0xdc: return .list(Int(try cursor.integer(UInt16.self).byteSwapped))
    case 0xdd: return .list(Int(try cursor.integer(UInt32.self).byteSwapped))
    case 0xde: return .map(Int(try cursor.integer(UInt16.self).byteSwapped))
    case 0xdf: return .map(Int(try cursor.integer(UInt32.self).byteSwapped))
    case 0xe0...0xff: return .integer(Int(Int8(bitPattern: byte)))
    default:
      throw cursor.failure(at: place, "the byte 0x\(String(byte, radix: 16)) begins no value")
    }
  }

  /// Reads a text; throws where another value stands here.
  mutating func text() throws -> String {
    let place = cursor.position
    guard case .text(let text) = try value() else {
      throw cursor.failure(at: place, "a text expected")
    }
    return text
  }

  /// A length of 1, 2 or 4 bytes, for 0, 1 and 2.
  private mutating func length(_ exponent: UInt8) throws -> Int {
    switch exponent {
    case 0: Int(try cursor.byte())
    case 1: Int(try cursor.integer(UInt16.self).byteSwapped)
    default: Int(try cursor.integer(UInt32.self).byteSwapped)
    }
  }

  private mutating func range(_ count: Int) throws -> Range<Int> {
    let slice = try cursor.take(count)
    return slice.startIndex..<slice.endIndex
  }

  private mutating func plain(_ count: Int) throws -> Value {
    _ = try cursor.take(count)
    return .plain
  }

  private mutating func extended(_ count: Int) throws -> Value {
    let type = Int8(bitPattern: try cursor.byte())
    return .extended(type: type, try range(count))
  }

  private mutating func text(_ count: Int) throws -> String {
    let bytes = try cursor.take(count)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw cursor.failure("a text is not UTF-8; the file is damaged")
    }
    return text
  }
}
