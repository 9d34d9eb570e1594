import Testing

@testable import TrainClassifier

/// Strict reading of JSON, and writing that reads back.
@Suite struct JSONValueTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: Array(text.utf8), path: "f")
  }

  @Test func everyKindIsRead() throws {
    let value = try parse(
      #" {"a": [1, -2.5e3, 0, 1E+2], "b": {"c": null}, "d": true, "e": false, "é\n\u00e9😀": ""} "#)
    #expect(
      value
        == .object([
          .init("a", .array([.number(1), .number(-2500), .number(0), .number(100)])),
          .init("b", .object([.init("c", .null)])), .init("d", .boolean(true)),
          .init("e", .boolean(false)), .init("é\né😀", .string("")),
        ]))
    #expect(try parse(#""\ud83d\ude00\/\"""#) == .string("😀/\""))
    #expect(try parse(value.text) == value)
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "+1", "1.", ".5", "1e", "nul",
    "truefalse", "\"\\x\"", "\"\u{1}\"", "\"abc", "[1 2]", "1 1", "NaN", "-", "1e999", "'a'",
    #""\ud83d""#, #""\ude00""#, #""\u12g4""#, "{\"a\":1,\"a\":1}", "// no\n1", "\u{feff}1",
  ]) func anythingElseIsRefused(_ text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test func nestingIsBounded() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try parse(deep) }
    let most = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(throws: Never.self) { try parse(most) }
  }

  @Test func invalidUTF8IsRefused() {
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: [0x22, 0xff, 0x22], path: "f")
    }
  }

  @Test func errorsNameThePlace() {
    let error = #expect(throws: JSONError.self) { try parse("{\n  \"a\": 1,\n  \"b\" 2\n}") }
    #expect(error?.description == "f, line 3, column 7: ':' expected")
  }

  @Test(arguments: [
    0.1, 1e-300, 123456789012345680, -0.5, .leastNonzeroMagnitude, 1.7976931348623157e308, 3,
  ])
  func numbersReadBackExactly(_ number: Double) throws {
    #expect(try parse(JSONValue.number(number).text) == .number(number))
  }
}
