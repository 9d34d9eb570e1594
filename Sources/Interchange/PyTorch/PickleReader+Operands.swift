extension PickleReader {
  /// Pushes the plain value that an instruction carries.
  mutating func pushOperand(_ opcode: PickleOpcode, at place: Int) throws {
    switch opcode {
    case .proto:
      let version = try cursor.byte()
      guard (2...5).contains(version) else {
        throw cursor.failure(at: place, "the pickle's protocol \(version) is not read; 2 to 5 are")
      }
    case .frame:
      let length = try cursor.integer(UInt64.self)
      guard length <= UInt64(cursor.remaining) else {
        throw cursor.failure(at: place, "a frame of the pickle ends behind the file")
      }
    case .none: stack.append(.none)
    case .newTrue: stack.append(.bool(true))
    case .newFalse: stack.append(.bool(false))
    case .binInt: stack.append(.integer(Int(try cursor.integer(Int32.self))))
    case .binInt1: stack.append(.integer(Int(try cursor.byte())))
    case .binInt2: stack.append(.integer(Int(try cursor.integer(UInt16.self))))
    case .long1: stack.append(try longInteger())
    case .binFloat:
      let pattern = try cursor.integer(UInt64.self).byteSwapped
      stack.append(.float(Double(bitPattern: pattern)))
    case .binUnicode: stack.append(.string(try text(takeString(cursor.integer(UInt32.self)))))
    case .shortBinUnicode: stack.append(.string(try text(takeString(UInt32(cursor.byte())))))
    case .binString: try pushOldString(takeString(cursor.integer(UInt32.self)))
    case .shortBinString: try pushOldString(takeString(UInt32(cursor.byte())))
    case .binBytes:
      stack.append(heap.bytes(try takeString(cursor.integer(UInt32.self)), of: cursor))
    case .shortBinBytes:
      stack.append(heap.bytes(try takeString(UInt32(cursor.byte())), of: cursor))
    default:
      throw cursor.failure(at: place, "the pickle's instruction \(opcode) is out of place")
    }
  }

  /// The bytes as text, which must be UTF-8.
  func text(_ bytes: ArraySlice<UInt8>) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw cursor.failure("a string of the pickle is not UTF-8; it is damaged")
    }
    return text
  }

  private mutating func takeString(_ length: UInt32) throws -> ArraySlice<UInt8> {
    try cursor.take(Int(length))
  }

  /// Python 2's strings are bytes that may be text.
  private mutating func pushOldString(_ bytes: ArraySlice<UInt8>) throws {
    stack.append(
      String(validating: bytes, as: UTF8.self).map { .string($0) } ?? heap.bytes(bytes, of: cursor))
  }

  private mutating func longInteger() throws -> PickleValue {
    let bytes = try cursor.take(Int(try cursor.byte()))
    guard bytes.count <= 8 else { return .largeInteger(Array(bytes)) }
    let magnitude = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let unused = UInt64(64 - 8 * bytes.count)
    // Moved up and back, so that the sign is repeated; nothing is left of no bytes.
    return .integer(
      bytes.isEmpty ? 0 : Int(Int64(bitPattern: magnitude << unused) >> Int64(unused)))
  }
}
