import GradusTensors
import Testing

@testable import GradusInterchange

@Suite struct SafetensorsRejectionTests {
  private static func fault(_ bytes: [UInt8]) -> SafetensorsError.Fault? {
    do {
      _ = try SafetensorsFile(bytes: bytes, path: "x.safetensors")
      return nil
    } catch let error as SafetensorsError {
      #expect(error.description.hasPrefix("x.safetensors: "))
      #expect(!error.description.contains("\n"))
      return error.fault
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  private static func fault(_ header: String, _ dataCount: Int) -> SafetensorsError.Fault? {
    fault(SafetensorsFormatTests.file(header, [UInt8](repeating: 0, count: dataCount)))
  }

  private static func entry(_ type: String, _ shape: String, _ start: Int, _ end: Int) -> String {
    #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(start),\#(end)]}"#
  }

  @Test func namesWhatIsWrongWithTheLength() {
    #expect(Self.fault([]) == .truncated(found: 0, needed: 8))
    #expect(Self.fault([1, 0, 0, 0, 0, 0, 0]) == .truncated(found: 7, needed: 8))
    #expect(Self.fault([2, 0, 0, 0, 0, 0, 0, 0, 0x7b]) == .truncated(found: 9, needed: 10))
    #expect(
      Self.fault([0x00, 0xe1, 0xf5, 0x05, 0, 0, 0, 0]) == .truncated(found: 8, needed: 100_000_008))
    #expect(Self.fault([0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0]) == .headerTooLarge(100_000_001))
    #expect(Self.fault([UInt8](repeating: 0xff, count: 99)) == .headerTooLarge(.max))
  }

  @Test func namesWhatIsWrongWithTheLayout() {
    let entry = Self.entry
    #expect(Self.fault(#"{"a":\#(entry("F32", "[2]", 0, 8))}"#, 8) == nil)
    #expect(
      Self.fault(#"{"a":\#(entry("F32", "[2]", 0, 8))}"#, 9)
        == .wrongDataLength(found: 9, needed: 8))
    #expect(
      Self.fault(#"{"a":\#(entry("F32", "[2]", 0, 8))}"#, 7)
        == .wrongDataLength(found: 7, needed: 8))
    #expect(Self.fault("{}", 1) == .wrongDataLength(found: 1, needed: 0))
    #expect(
      Self.fault(#"{"a":\#(entry("F32", "[2]", 4, 12))}"#, 12)
        == .notContiguous(start: 4, expected: 0, tensor: "a"))
    #expect(
      Self.fault(#"{"a":\#(entry("F32", "[1]", 0, 4)),"b":\#(entry("F32", "[1]", 8, 12))}"#, 12)
        == .notContiguous(start: 8, expected: 4, tensor: "b"))
    #expect(
      Self.fault(#"{"a":\#(entry("F32", "[2]", 0, 8)),"b":\#(entry("F32", "[1]", 4, 8))}"#, 8)
        == .notContiguous(start: 4, expected: 8, tensor: "b"))
    #expect(
      Self.fault(#"{"a":\#(entry("F32", "[2]", 0, 12))}"#, 12)
        == .wrongByteCount(found: 12, needed: 8, tensor: "a"))
    #expect(
      Self.fault(#"{"a":\#(entry("F32", "[1]", 0, 8)),"b":\#(entry("F32", "[]", 8, 4))}"#, 8)
        == .wrongByteCount(found: 8, needed: 4, tensor: "a"))
    #expect(
      Self.fault(#"{"a":\#(entry("F8_E4M3", "[1]", 0, 1))}"#, 1)
        == .unknownElementType("F8_E4M3", tensor: "a"))
    let huge = 1 << 40
    for shape in ["[\(huge),\(huge)]", "[\(huge),\(huge),0]", "[0,\(huge),\(huge)]"] {
      let fault = Self.fault(#"{"a":\#(entry("F64", shape, 0, 0))}"#, 0)
      guard case .shapeTooLarge(_, tensor: "a") = fault else {
        Issue.record("\(shape): \(String(describing: fault))")
        continue
      }
    }
    let integer = SafetensorsFormatTests.file(
      #"{"a":\#(entry("I64", "[1]", 0, 8))}"#, [1, 0, 0, 0, 0, 0, 0x20, 0])
    #expect(Self.fault(integer) == .integerTooLarge(1 << 53 + 1, tensor: "a"))
  }

  @Test func refusesDuplicateKeysEverywhere() {
    let entry = Self.entry("F32", "[1]", 0, 4)
    #expect(Self.fault(#"{"a":\#(entry)}"#, 4) == nil)
    for header in [
      #"{"a":\#(entry),"a":\#(entry)}"#, #"{"a":\#(entry),"\u0061":\#(entry)}"#,
      #"{"__metadata__":{},"__metadata__":{}}"#, #"{"__metadata__":{"k":"1","k":"2"}}"#,
      #"{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    ] {
      guard case .duplicateKey = Self.fault(header, 4) else {
        Issue.record("accepted: \(header)")
        continue
      }
    }
  }

  @Test func refusesWhatIsNotTheHeadersGrammar() {
    let entry = Self.entry("F32", "[1]", 0, 4)
    for header in [
      "", " {}", "[]", "{", "{}{", "{}x", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1}"#, #"{"a":null}"#,
      #"{"a":\#(entry),}"#, #"{'a':\#(entry)}"#, "{\"a\n\":\(entry)}", #"{"\x":\#(entry)}"#,
      #"{"\u12g4":\#(entry)}"#, #"{"\ud800":\#(entry)}"#, #"{"\ud800\u0041":\#(entry)}"#,
      #"{"\udc00":\#(entry)}"#, #"{"a":{"dtype":"F32","shape":[1]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}"#, #"{"__metadata__":{"k":1}}"#,
      #"{"__metadata__":[]}"#, #"{"__metadata__":{"k":{}}}"#, #"{"a":\#(entry)"b":\#(entry)}"#,
    ] {
      guard case .malformedHeader(let offset, _) = Self.fault(header, 4) else {
        Issue.record("accepted: \(header)")
        continue
      }
      #expect((8...8 + header.utf8.count).contains(offset))
    }
    let bytes = SafetensorsFormatTests.file("{\"a?\":\(entry)}", [0, 0, 0, 0])
    let broken = bytes.map { $0 == UInt8(ascii: "?") ? 0xff : $0 }
    #expect(Self.fault(bytes) == nil)
    #expect(
      Self.fault(broken)
        == .malformedHeader(offset: 13, problem: "the string before is not UTF-8"))
  }

  /// Whatever the bytes, reading returns: it gives a file or an error and never traps.
  @Test func survivesDamagedHeaders() {
    let random = RandomStream(seed: 5, name: "damage")
    let entries = ["[1]", "[]", "[2,0]", "[1,1,1]"].enumerated().map { index, shape in
      #""t\#(index)":\#(Self.entry("F32", shape, 4 * index, 4 * index + 4))"#
    }
    let whole = SafetensorsFormatTests.file(
      #"{"__metadata__":{"\u00e9":"\ud83d\ude42"},\#(entries.joined(separator: ","))}"#,
      [UInt8](repeating: 1, count: 16))
    let tokens = [
      "0", "1", "9", "99999999999999999999", "4611686018427387904", "4294967296", "\"", "\\", "\\u",
      "{", "}", "[", "]", ",", ":", "F16", "BF16", "I64", "F64", " ", "\u{0}", "é", "\\ud800",
    ].map { Array($0.utf8) }
    for trial in 0..<20_000 {
      var bytes = whole
      for edit in 0...random.integer(20 * trial, below: 4) {
        let draw = 20 * trial + 4 * edit
        let place = 8 + random.integer(draw + 1, below: bytes.count - 8)
        let length = min(random.integer(draw + 2, below: 4), bytes.count - place)
        let token = tokens[random.integer(draw + 3, below: tokens.count)]
        bytes.replaceSubrange(place..<place + length, with: token)
      }
      let length = bytes.count - 8 - 16
      if length > 0 {
        bytes.replaceSubrange(0..<2, with: [UInt8(length & 255), UInt8(length >> 8)])
      }
      _ = Self.fault(bytes)
    }
  }
}
