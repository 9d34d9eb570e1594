/// Reads the subset of JSON that safetensors headers consist of, and nothing beyond it: objects
/// without duplicate keys, strings, and lists of whole numbers.
///
/// Where the JSON standard (RFC 8259) leaves a choice, it refuses: parsers that choose differently
/// would see different tensors in one file.
struct StrictJSONScanner {
  private let bytes: [UInt8]
  private let end: Int
  private let path: String
  private var position: Int

  init(_ bytes: [UInt8], _ range: Range<Int>, path: String) {
    self.bytes = bytes
    self.path = path
    position = range.lowerBound
    end = range.upperBound
  }

  func failure(_ problem: String) -> SafetensorsError {
    SafetensorsError(path, .malformedHeader(offset: position, problem: problem))
  }

  /// Reads an object, calling `member` with each key at its value.
  mutating func object(_ member: (inout Self, String) throws -> Void) throws {
    var keys: Set<String> = []
    try list(from: "{", to: "}") { scanner in
      let (key, range) = try scanner.string()
      guard keys.insert(key).inserted else {
        throw SafetensorsError(
          scanner.path, .duplicateKey(key, offset: range.lowerBound))
      }
      scanner.skipSpace()
      try scanner.expect(":")
      scanner.skipSpace()
      try member(&scanner, key)
    }
  }

  /// Reads a list of whole numbers that are not negative.
  mutating func integers() throws -> [Int] {
    var values: [Int] = []
    try list(from: "[", to: "]") { values.append(try $0.integer()) }
    return values
  }

  /// Reads a string; `range` is where its text stands in the file, escapes included.
  mutating func string() throws -> (value: String, range: Range<Int>) {
    try expect("\"")
    let start = position
    var text: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "\"") {
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += try escape()
      } else if byte < 0x20 {
        position -= 1
        throw failure("a control character in a string")
      } else {
        text.append(byte)
      }
    }
    let range = start..<position
    try expect("\"")
    guard let value = String(validating: text, as: UTF8.self) else {
      throw failure("the string before is not UTF-8")
    }
    return (value, range)
  }

  /// Checks that only white space is left.
  mutating func finish() throws {
    skipSpace()
    if position < end { throw failure("text after the end of the object") }
  }

  private func peek() -> UInt8? { position < end ? bytes[position] : nil }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard peek() == UInt8(ascii: character) else { throw failure("'\(character)' expected") }
    position += 1
  }

  private mutating func skipSpace() {
    while let byte = peek(), [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private mutating func list(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar,
    _ element: (inout Self) throws -> Void
  ) throws {
    try expect(opening)
    skipSpace()
    if peek() == UInt8(ascii: closing) {
      position += 1
      return
    }
    while true {
      try element(&self)
      skipSpace()
      if peek() == UInt8(ascii: closing) {
        position += 1
        return
      }
      try expect(",")
      skipSpace()
    }
  }

  private mutating func integer() throws -> Int {
    let start = position
    var value = 0
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      if overflowed || carried { throw failure("a number above \(Int.max)") }
      value = sum
      position += 1
    }
    if position == start { throw failure("a whole number, not negative, expected") }
    if bytes[start] == UInt8(ascii: "0"), position > start + 1 {
      throw failure("a number with a leading zero")
    }
    return value
  }

  /// Reads what follows a backslash and returns its UTF-8 bytes.
  private mutating func escape() throws -> [UInt8] {
    guard let byte = peek() else { throw failure("the string does not end") }
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
      if UTF16.isLeadSurrogate(units[0]) {
        try expect("\\")
        try expect("u")
        units.append(try codeUnit())
      }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw failure("half of a surrogate pair")
      }
      return Array(text.utf8)
    default:
      position -= 1
      throw failure("an unknown escape")
    }
  }

  private mutating func codeUnit() throws -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits expected")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
