/// Reads the parts that every JSON text consists of (RFC 8259): objects, lists, strings and words; what
/// values there may be, its users decide.
///
/// Where the standard leaves a choice, it refuses, as of a key that stands twice in an object: readers that
/// choose differently would see different values in one file.
package struct JSONScanner {
  /// What is wrong with a text; offsets count bytes from its start.
  package enum Problem {
    /// It is not the JSON it should be.
    case malformed(String, offset: Int)
    /// A key stands a second time in one object; the offset is that of its quotation mark.
    case duplicateKey(String, offset: Int)
  }

  /// The text, and perhaps more on both sides.
  package let bytes: [UInt8]
  /// The place of the next byte.
  package private(set) var position: Int
  private let end: Int
  private let error: (Problem) -> any Error

  /// Begins to read a range of bytes; `error` makes what is thrown of a problem.
  package init(_ bytes: [UInt8], _ range: Range<Int>, error: @escaping (Problem) -> any Error) {
    (self.bytes, self.error) = (bytes, error)
    (position, end) = (range.lowerBound, range.upperBound)
  }

  /// The error for a problem here, or at another place.
  package func failure(_ problem: String, at place: Int? = nil) -> any Error {
    error(.malformed(problem, offset: place ?? position))
  }

  /// The next byte; nil at the end.
  package var next: UInt8? { position < end ? bytes[position] : nil }

  /// Passes over white space.
  package mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  /// Passes over a character; false where another stands here.
  package mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Passes over a word; throws where another stands here.
  package mutating func expect(word: String) throws {
    guard bytes[position..<end].starts(with: word.utf8) else { throw failure("a value expected") }
    position += word.utf8.count
  }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard take(character) else { throw failure("'\(character)' expected") }
  }

  /// Passes over digits; returns how many.
  package mutating func digits() -> Int {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position - start
  }

  /// Reads an object, calling `member` with each key at its value.
  package mutating func object(_ member: (inout Self, String) throws -> Void) throws {
    var keys: Set<String> = []
    try list(from: "{", to: "}") { scanner in
      let start = scanner.position
      let (key, _) = try scanner.string()
      guard keys.insert(key).inserted else {
        throw scanner.error(.duplicateKey(key, offset: start))
      }
      scanner.skipSpace()
      try scanner.expect(":")
      scanner.skipSpace()
      try member(&scanner, key)
    }
  }

  /// Reads a list, calling `element` at each value.
  package mutating func array(_ element: (inout Self) throws -> Void) throws {
    try list(from: "[", to: "]", element)
  }

  /// Passes over a value of any kind, at most so many lists and objects deep.
  package mutating func skipValue(deepest: Int = 64) throws {
    guard deepest > 0 else { throw failure("too many lists and objects inside one another") }
    switch next {
    case UInt8(ascii: "{"): try object { scanner, _ in try scanner.skipValue(deepest: deepest - 1) }
    case UInt8(ascii: "["): try array { try $0.skipValue(deepest: deepest - 1) }
    case UInt8(ascii: "\""): _ = try string()
    default:
      let start = position
      while let byte = next, ![0x2c, 0x5d, 0x7d, 0x20, 0x09, 0x0a, 0x0d].contains(byte) {
        position += 1
      }
      if position == start { throw failure("a value expected") }
    }
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

  /// Checks that only white space is left.
  package mutating func finish() throws {
    skipSpace()
    if position < end { throw failure("text after the end of the value") }
  }

  /// Reads a string; `range` is where its text stands, escapes included.
  package mutating func string() throws -> (value: String, range: Range<Int>) {
    try expect("\"")
    let start = position
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw failure("a control character in a string") }
      position += 1
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    let range = start..<position
    try expect("\"")
    guard let value = String(validating: text, as: UTF8.self) else {
      throw failure("the string before is not UTF-8")
    }
    return (value, range)
  }

  /// Reads what follows a backslash and returns its UTF-8 bytes.
  private mutating func escape() throws -> [UInt8] {
    guard let byte = next else { throw failure("the string does not end") }
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
        throw failure("half of a surrogate pair")
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
