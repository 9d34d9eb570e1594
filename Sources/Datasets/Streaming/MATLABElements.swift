/// The elements of a MATLAB file one after another: a type, a number of bytes and the bytes, padded to
/// eight; those of four bytes and less in half the room.
struct MATLABElements {
  /// What an element holds.
  enum Kind: UInt32 {
    case int8 = 1
    case uint8, int16, uint16, int32, uint32, single
    case double = 9
    case int64 = 12
    case uint64, matrix, compressed, utf8, utf16, utf32

    /// The bytes of one number; 1 where there are none.
    fileprivate var width: Int {
      switch self {
      case .int16, .uint16, .utf16: 2
      case .int32, .uint32, .single, .utf32: 4
      case .double, .int64, .uint64: 8
      case .int8, .uint8, .matrix, .compressed, .utf8: 1
      }
    }
  }

  /// One of them.
  struct Element {
    let type: Kind
    let bytes: ArraySlice<UInt8>

    /// Its numbers, bit by bit; the last ones are left out where the bytes do not go up.
    private var words: [UInt64] {
      stride(from: bytes.startIndex, to: bytes.endIndex + 1 - type.width, by: type.width).map {
        bytes[$0..<$0 + type.width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
    }

    /// Its numbers.
    var numbers: [Double] {
      words.map { word in
        switch type {
        case .int8: Double(Int8(truncatingIfNeeded: word))
        case .int16: Double(Int16(truncatingIfNeeded: word))
        case .int32: Double(Int32(truncatingIfNeeded: word))
        case .int64: Double(Int64(truncatingIfNeeded: word))
        case .single: Double(Float(bitPattern: UInt32(truncatingIfNeeded: word)))
        case .double: Double(bitPattern: word)
        default: Double(word)
        }
      }
    }

    /// Its numbers, if they are whole and signed or unsigned 32-bit ones.
    var integers: [Int] {
      type == .int32 || type == .uint32
        ? words.map { Int(Int32(truncatingIfNeeded: $0)) } : []
    }

    /// Its characters.
    var text: String {
      switch type {
      case .uint16, .utf16:
        String(decoding: words.map { UInt16(truncatingIfNeeded: $0) }, as: UTF16.self)
      case .utf32: String(decoding: words.map { UInt32(truncatingIfNeeded: $0) }, as: UTF32.self)
      default: String(decoding: bytes, as: UTF8.self)
      }
    }
  }

  private var rest: ArraySlice<UInt8>

  /// Begins at the first of some bytes.
  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  private mutating func word() throws -> UInt32 {
    guard rest.count >= 4 else { throw MATLABFile.Problem(text: "an element is cut short") }
    defer { rest = rest.dropFirst(4) }
    return rest.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The next element; nil at the end.
  mutating func next() throws -> Element? {
    guard !rest.isEmpty else { return nil }
    let first = try word()
    // The number of bytes of a short element stands in the upper half of the word of its type.
    let isShort = first >> 16 != 0
    let count = Int(isShort ? first >> 16 : try word())
    guard let type = Kind(rawValue: isShort ? first & 0xffff : first), !isShort || count <= 4,
      rest.count >= count
    else { throw MATLABFile.Problem(text: "an element of an unknown type, or cut short") }
    let bytes = rest.prefix(count)
    let padding = type == .compressed ? 0 : isShort ? 4 - count : (8 - count % 8) % 8
    rest = rest.dropFirst(count + padding)
    return Element(type: type, bytes: bytes)
  }

  /// The next element, which must be there.
  mutating func required() throws -> Element {
    guard let element = try next() else {
      throw MATLABFile.Problem(text: "a variable lacks a part")
    }
    return element
  }
}
