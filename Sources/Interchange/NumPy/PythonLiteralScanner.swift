/// Reads the one Python literal that npy headers consist of, and nothing beyond it: a dictionary
/// with a string, a truth value and a tuple of whole numbers.
struct PythonLiteralScanner {
  private var cursor: ByteCursor

  init(_ cursor: ByteCursor) { self.cursor = cursor }

  func failure(_ problem: String) -> FormatError { cursor.failure(problem) }

  /// Reads the header to its end; each field must be there once and no other.
  mutating func header() throws -> (descr: String, fortranOrder: Bool, shape: [Int]) {
    var descr: String?
    var (fortranOrder, shape): (Bool?, [Int]?) = (nil, nil)
    try sequence(from: "{", to: "}") { scanner in
      let key = try scanner.string()
      scanner.skipSpace()
      try scanner.expect(":")
      scanner.skipSpace()
      switch key {
      case "descr" where descr == nil: descr = try scanner.typeString()
      case "fortran_order" where fortranOrder == nil: fortranOrder = try scanner.truth()
      case "shape" where shape == nil: shape = try scanner.lengths()
      default:
        throw scanner.failure(
          "the header has an unknown key, or one twice: \(key.quoted)")
      }
    }
    skipSpace()
    guard cursor.remaining == 0 else { throw failure("text after the end of the dictionary") }
    guard let descr, let fortranOrder, let shape else {
      throw failure("the header lacks one of descr, fortran_order and shape")
    }
    return (descr, fortranOrder, shape)
  }

  private var next: UInt8? {
    cursor.remaining > 0 ? cursor.bytes[cursor.position] : nil
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { cursor.position += 1 }
  }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard next == UInt8(ascii: character) else { throw failure("'\(character)' expected") }
    cursor.position += 1
  }

  /// Reads elements between commas; returns their number and whether a comma ended them.
  @discardableResult
  private mutating func sequence(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar,
    _ element: (inout Self) throws -> Void
  ) throws -> (count: Int, endsWithComma: Bool) {
    try expect(opening)
    var (count, endsWithComma) = (0, false)
    while true {
      skipSpace()
      if next == UInt8(ascii: closing) {
        cursor.position += 1
        return (count, endsWithComma)
      }
      if count > 0 && !endsWithComma { throw failure("',' or '\(closing)' expected") }
      try element(&self)
      count += 1
      skipSpace()
      endsWithComma = next == UInt8(ascii: ",")
      if endsWithComma { cursor.position += 1 }
    }
  }

  private mutating func typeString() throws -> String {
    guard next != UInt8(ascii: "[") else {
      throw failure("structured arrays are not read; save each field by itself")
    }
    return try string()
  }

  private mutating func string() throws -> String {
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw failure("a string expected")
    }
    cursor.position += 1
    let start = cursor.position
    while let byte = next, byte != quote {
      guard byte != UInt8(ascii: "\\"), (0x20..<0x7f).contains(byte) else {
        throw failure("a character other than plain ASCII in a string")
      }
      cursor.position += 1
    }
    let text = String(decoding: cursor.bytes[start..<cursor.position], as: UTF8.self)
    guard next == quote else { throw failure("a string does not end") }
    cursor.position += 1
    return text
  }

  private mutating func truth() throws -> Bool {
    for (word, value) in [("True", true), ("False", false)]
    where cursor.bytes[cursor.position..<cursor.end].starts(with: word.utf8) {
      cursor.position += word.utf8.count
      return value
    }
    throw failure("True or False expected")
  }

  private mutating func lengths() throws -> [Int] {
    var lengths: [Int] = []
    let (count, endsWithComma) = try sequence(from: "(", to: ")") { scanner in
      lengths.append(try scanner.integer())
    }
    // Python reads (3) as a number.
    if count == 1 && !endsWithComma { throw failure("a tuple of one length lacks its comma") }
    return lengths
  }

  private mutating func integer() throws -> Int {
    let start = cursor.position
    var value = 0
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      if overflowed || carried { throw failure("a length above \(Int.max)") }
      value = sum
      cursor.position += 1
    }
    guard cursor.position > start else { throw failure("a whole number, not negative, expected") }
    if cursor.bytes[start] == UInt8(ascii: "0"), cursor.position > start + 1 {
      throw failure("a number with a leading zero")
    }
    return value
  }
}
