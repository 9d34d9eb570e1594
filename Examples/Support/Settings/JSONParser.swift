/// Reads one JSON text (RFC 8259), byte by byte, never deeper than `JSONValue.deepest`.
struct JSONParser {
  private let bytes: [UInt8]
  private let path: String
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8], path: String) { (self.bytes, self.path) = (bytes, path) }

  mutating func document() throws -> JSONValue {
    skipSpace()
    let value = try value()
    skipSpace()
    if position < bytes.count { throw failure("text after the end of the value") }
    return value
  }

  private func failure(_ problem: String, at place: Int? = nil) -> JSONError {
    let before = bytes[..<min(place ?? position, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONError(
      path: path, line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: before.count - start + 1, problem: problem)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard take(character) else { throw failure("'\(character)' expected") }
  }

  private mutating func value() throws -> JSONValue {
    switch next {
    case UInt8(ascii: "{"): return try nested { try $0.object() }
    case UInt8(ascii: "["): return try nested { try $0.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(_ body: (inout Self) throws -> JSONValue) throws -> JSONValue {
    guard depth < JSONValue.deepest else {
      throw failure("more than \(JSONValue.deepest) lists and objects inside one another")
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else {
      throw failure("a value expected")
    }
    position += word.utf8.count
    return value
  }

  private mutating func list(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar,
    _ element: (inout Self) throws -> Void
  ) throws {
    try expect(opening)
    skipSpace()
    if take(closing) { return }
    repeat {
      skipSpace()
      try element(&self)
      skipSpace()
    } while take(",")
    try expect(closing)
  }

  private mutating func object() throws -> JSONValue {
    var members: [JSONValue.Member] = []
    var keys: Set<String> = []
    try list(from: "{", to: "}") { parser in
      let start = parser.position
      let key = try parser.string()
      guard keys.insert(key).inserted else {
        throw parser.failure("the key stands here a second time", at: start)
      }
      parser.skipSpace()
      try parser.expect(":")
      parser.skipSpace()
      members.append(.init(key, try parser.value()))
    }
    return .object(members)
  }

  private mutating func array() throws -> JSONValue {
    var values: [JSONValue] = []
    try list(from: "[", to: "]") { values.append(try $0.value()) }
    return .array(values)
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position - start
  }

  private mutating func number() throws -> JSONValue {
    let start = position
    _ = take("-")
    let isZero = next == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0 else { throw failure("a value expected", at: start) }
    if isZero, whole > 1 { throw failure("a number with a leading zero", at: start) }
    if take("."), digits() == 0 { throw failure("a digit expected") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      if digits() == 0 { throw failure("a digit expected") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw failure("the number \(text.prefix(40)) is too large", at: start)
    }
    return .number(value)
  }

  private mutating func string() throws -> String {
    try expect("\"")
    let start = position
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw failure("a control character in a text") }
      position += 1
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    try expect("\"")
    guard let value = String(validating: text, as: UTF8.self) else {
      throw failure("a text that is not UTF-8", at: start)
    }
    return value
  }

  private mutating func escape() throws -> [UInt8] {
    guard let byte = next else { throw failure("'\"' expected") }
    position += 1
    switch Unicode.Scalar(byte) {
    case "\"", "\\", "/": return [byte]
    case "b": return [0x08]
    case "f": return [0x0c]
    case "n": return [0x0a]
    case "r": return [0x0d]
    case "t": return [0x09]
    case "u":
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]), take("\\") {
        try expect("u")
        units.append(try codeUnit())
      }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw failure("half a character")
      }
      return Array(text.utf8)
    default: throw failure("an unknown escape", at: position - 1)
    }
  }

  private mutating func codeUnit() throws -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits expected")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
