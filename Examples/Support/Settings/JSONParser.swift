import Gradus

/// Reads one JSON text, never deeper than `JSONValue.deepest`.
enum JSONParser {
  /// The value of a text; `path` is what errors call it. Throws `JSONError`.
  static func document(_ bytes: [UInt8], path: String) throws -> JSONValue {
    var scanner = JSONScanner(bytes, 0..<bytes.count) { problem in
      switch problem {
      case .malformed(let problem, let offset): error(problem, at: offset, of: bytes, path)
      case .duplicateKey(_, let offset):
        error("the key stands here a second time", at: offset, of: bytes, path)
      }
    }
    scanner.skipSpace()
    let value = try value(&scanner, depth: 0)
    try scanner.finish()
    return value
  }

  private static func error(
    _ problem: String, at offset: Int, of bytes: [UInt8], _ path: String
  ) -> JSONError {
    let before = bytes[..<min(offset, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONError(
      path: path, line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: before.count - start + 1, problem: problem)
  }

  private static func value(_ scanner: inout JSONScanner, depth: Int) throws -> JSONValue {
    switch scanner.next {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try check(depth, scanner)
      try scanner.object { scanner, key in
        members.append(.init(key, try value(&scanner, depth: depth + 1)))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      try check(depth, scanner)
      try scanner.array { values.append(try value(&$0, depth: depth + 1)) }
      return .array(values)
    case UInt8(ascii: "\""): return .string(try scanner.string().value)
    case UInt8(ascii: "t"): return try word("true", .boolean(true), &scanner)
    case UInt8(ascii: "f"): return try word("false", .boolean(false), &scanner)
    case UInt8(ascii: "n"): return try word("null", .null, &scanner)
    default: return try number(&scanner)
    }
  }

  private static func check(_ depth: Int, _ scanner: JSONScanner) throws {
    guard depth < JSONValue.deepest else {
      throw scanner.failure("more than \(JSONValue.deepest) lists and objects inside one another")
    }
  }

  private static func word(
    _ word: String, _ value: JSONValue, _ scanner: inout JSONScanner
  ) throws -> JSONValue {
    try scanner.expect(word: word)
    return value
  }

  private static func number(_ scanner: inout JSONScanner) throws -> JSONValue {
    let start = scanner.position
    _ = scanner.take("-")
    let isZero = scanner.next == UInt8(ascii: "0")
    let whole = scanner.digits()
    guard whole > 0 else { throw scanner.failure("a value expected", at: start) }
    if isZero, whole > 1 { throw scanner.failure("a number with a leading zero", at: start) }
    if scanner.take("."), scanner.digits() == 0 { throw scanner.failure("a digit expected") }
    if scanner.take("e") || scanner.take("E") {
      if !scanner.take("+") { _ = scanner.take("-") }
      if scanner.digits() == 0 { throw scanner.failure("a digit expected") }
    }
    let text = String(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw scanner.failure("the number \(text.prefix(40)) is too large", at: start)
    }
    return .number(value)
  }
}
