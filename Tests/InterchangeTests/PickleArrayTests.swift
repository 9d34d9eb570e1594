import GradusTensors
import Testing

@testable import GradusInterchange

/// Pickled dictionaries of NumPy arrays, as Python writes them with each protocol.
@Suite struct PickleArrayTests {
  @Test(arguments: [2, 3, 4]) func readsWhatPythonWrote(_ version: Int) throws {
    let file = try WeightsFile.read(Fixture.path("arrays-\(version).pkl"))
    #expect(file.format is PickleArrayFormat)
    #expect(
      file.tensors.names == [
        "conv1.weight", "conv1.bias", "fire2/squeeze.weights", "big", "counts", "parts.0",
        "parts.1", "parts.2",
      ])
    let expected: [(String, Tensor)] = [
      ("conv1.weight", Fixture.quarters([2, 3])), ("conv1.bias", Fixture.quarters([3])),
      ("fire2/squeeze.weights", Fixture.quarters([2, 3, 2])),
      ("big", Fixture.quarters([2, 2], dtype: .float64)),
      ("counts", Tensor([-1, 3], shape: [2])),
      ("parts.2", Fixture.quarters([2, 1], dtype: .float64)),
    ]
    for (name, tensor) in expected { #expect(identical(file.tensors[name], tensor), "\(name)") }
  }

  @Test func onlyWhatIsWantedIsRead() throws {
    let selection = WeightsSelection(key: "conv1") { $0.contains("bias") ? ["bias"] : [] }
    let file = try WeightsFile.read(Fixture.path("arrays-2.pkl"), selection)
    #expect(file.tensors.names == ["bias"] && file.unread == ["weight"])
    #expect(identical(file.tensors["bias"], Fixture.quarters([3])))
  }

  @Test(arguments: [
    ("objects", "elements of type"), ("structures", "structures"), ("complex", "elements of type"),
    ("numbers", "keys that are no texts"), ("list", "no dictionary"),
    ("empty", "no NumPy array"),
  ]) func othersAreRefusedByWhatTheyAre(_ name: String, _ words: String) {
    let error = #expect(throws: FormatError.self) {
      try WeightsFile.read(Fixture.path("refused-\(name).pkl"))
    }
    #expect(error?.format == .pickle && error?.problem.contains(words) == true, "\(error!)")
  }

  @Test func commandsAreNamedAndNotRun() {
    let error = #expect(throws: FormatError.self) {
      try WeightsFile.read(Fixture.path("malicious.pkl"))
    }
    #expect(error?.problem.contains("it asks for posix.system") == true)
  }

  /// Arrays without their state, states that lie, and dictionaries that hold themselves.
  @Test func whatNoProgramWritesIsRefused() {
    let head: [UInt8] = [0x80, 2, 0x7d] + Array("X".utf8) + [1, 0, 0, 0, 0x61]
    let make = Array("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n".utf8)
    let empty = Array("K\u{0}".utf8) + [0x85, 0x43, 1, 0x62, 0x87, 0x52]
    let type =
      Array("cnumpy\ndtype\nX".utf8) + [2, 0, 0, 0] + Array("f4K\u{0}K\u{1}".utf8) + [0x87, 0x52]
    func state(_ count: UInt8, _ bytes: [UInt8]) -> [UInt8] {
      Array("(K\u{1}K".utf8) + [count, 0x85] + type + [0x89, 0x43, UInt8(bytes.count)] + bytes
        + Array("tb".utf8)
    }
    let end = Array("s.".utf8)
    func problem(_ body: [UInt8]) -> String? {
      #expect(throws: FormatError.self) {
        try WeightsFile(bytes: head + body + end, path: "x")
      }?.problem
    }
    let whole = make + empty + state(1, [0, 0, 0x80, 0x3f])
    #expect(
      (try? WeightsFile(bytes: head + whole + end, path: "x").tensors["a"]?.scalars) == [1])
    #expect(problem(make + empty)?.contains("no elements") == true)
    #expect(problem(make + empty + state(2, [0, 0, 0x80, 0x3f]))?.contains("has 4 bytes") == true)
    #expect(problem(whole + state(1, [0, 0, 0, 0]))?.contains("filled twice") == true)
    // The dictionary itself under its own name: put, get.
    let cyclic: [UInt8] = [0x80, 2, 0x7d, 0x71, 0] + Array("X".utf8) + [1, 0, 0, 0, 0x61, 0x68, 0]
    let error = #expect(throws: FormatError.self) {
      try WeightsFile(bytes: cyclic + end, path: "x")
    }
    #expect(error?.problem.contains("too deep") == true)
  }

  private static func bytes(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap { $0 } }

  private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func text(_ text: String) -> [UInt8] {
    let count = withUnsafeBytes(of: UInt32(text.utf8.count).littleEndian) { Array($0) }
    return bytes(ascii("X"), count, ascii(text))
  }

  /// An empty array to be filled, and its state up to its bytes, of which there are `count`.
  private static let made = bytes(
    ascii("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\u{0}"),
    [0x85, 0x43, 1, 0x62, 0x87, 0x52])
  private static func state(_ count: UInt16) -> [UInt8] {
    let length = withUnsafeBytes(of: count.littleEndian) { Array($0) }
    return bytes(
      ascii("(K\u{1}M"), length, [0x85], ascii("cnumpy\ndtype\n"), text("u1"),
      ascii("K\u{0}K\u{1}"), [0x87, 0x52, 0x89])
  }
  /// A whole one of one byte.
  private static let array = bytes(made, state(1), ascii("C\u{1}atb"))
  /// The beginning of a dictionary.
  private static let head: [UInt8] = [0x80, 2, 0x7d]

  /// One text, memoised, in many arrays or encoded as often, is copied four times the file at most.
  @Test(arguments: [false, true]) func oneTextInManyArraysIsRefused(_ isEncoded: Bool) throws {
    func file(_ copies: Int) -> [UInt8] {
      var file = Self.bytes(
        Self.head, Self.text(String(repeating: "a", count: 60_000)), [0x71, 0, 0x30])
      let recalled: [UInt8] = [0x68, 0]
      let encoded = Self.bytes(
        Self.ascii("c_codecs\nencode\n"), recalled, Self.text("latin1"), [0x86, 0x52])
      for copy in 0..<copies {
        file += Self.bytes(
          Self.text("\(copy)"), Self.made, Self.state(60_000), isEncoded ? encoded : recalled,
          Self.ascii("tbs"))
      }
      return file + Self.ascii(".")
    }
    let one = try WeightsFile(bytes: file(1), path: "x")
    #expect(one.tensors.names == ["0"] && one.tensors["0"]?.scalars[59_999] == 97)
    let error = #expect(throws: FormatError.self) { try WeightsFile(bytes: file(40), path: "x") }
    #expect(error?.problem.contains("bytes of its texts") == true, "\(error!)")
  }

  /// Python encodes the numbers of bytes as latin1 and no otherwise.
  @Test func otherEncodingsAreRefused() {
    func file(_ arguments: [UInt8]...) -> [UInt8] {
      Self.bytes(
        Self.head, Self.text("a"), Self.made, Self.state(1), Self.ascii("c_codecs\nencode\n"),
        Self.text("a"), arguments.flatMap { $0 }, [0x52], Self.ascii("tbs."))
    }
    #expect((try? WeightsFile(bytes: file(Self.text("latin1"), [0x86]), path: "x")) != nil)
    for wrong in [file([0x85]), file(Self.text("utf-8"), [0x86]), file(Self.ascii("N"), [0x86])] {
      #expect(throws: FormatError.self) { try WeightsFile(bytes: wrong, path: "x") }
    }
  }

  /// A long key once, and arrays under it often, are no way to fill the memory with names.
  @Test func longNamesAreRefused() {
    func problem(_ parts: [UInt8]...) -> String? {
      #expect(throws: FormatError.self) {
        try WeightsFile(bytes: Self.head + parts.flatMap { $0 }, path: "x")
      }?.problem
    }
    let key = Self.text(String(repeating: "k", count: 5_000))
    #expect(problem(key, Self.ascii("K\u{1}s."))?.contains("5000 bytes") == true)
    // Two keys of 3,000 bytes inside one another.
    let half = Self.text(String(repeating: "k", count: 3_000))
    #expect(
      problem(half, [0x7d], half, Self.array, Self.ascii("ss."))?.contains("6001 bytes") == true)
    // One array a thousand times in a list under a name of 3,000 bytes.
    let recalled = [[UInt8]](repeating: [0x68, 0], count: 1_000).flatMap { $0 }
    let many = problem(
      half, Self.array, [0x71, 0, 0x30, 0x5d, 0x28], recalled, [0x65], Self.ascii("s."))
    #expect(many?.contains("the names of its arrays") == true)
  }

  /// Numbers as keys are in nobody's way unless they name arrays.
  @Test func otherKeysWithoutArraysAreLeftOut() throws {
    func file(_ value: [UInt8]) -> [UInt8] {
      Self.bytes(
        Self.head, Self.text("a"), Self.array, Self.ascii("s"), Self.text("labels"), [0x7d],
        Self.ascii("K\u{7}"), value, Self.ascii("ss."))
    }
    #expect(
      try WeightsFile(bytes: file(Self.text("cat")), path: "x").tensors.names == ["a"])
    for hidden in [Self.array, Self.bytes([0x5d], Self.array, Self.ascii("a"))] {
      let error = #expect(throws: FormatError.self) {
        try WeightsFile(bytes: file(hidden), path: "x")
      }
      #expect(error?.problem.contains("keys that are no texts") == true, "\(error!)")
    }
  }

  @Test func theFifthProtocolSaysWhatToDo() {
    let bytes = Self.bytes(
      [0x80, 5, 0x7d], Self.text("a"), Self.text("numpy._core.numeric"), Self.text("_frombuffer"),
      [0x93])
    let error = #expect(throws: FormatError.self) { try WeightsFile(bytes: bytes, path: "x") }
    #expect(error?.problem.contains("protocol=4") == true, "\(error!)")
  }

  /// Whatever a byte becomes, reading gives tensors or an error and does not trap.
  @Test(arguments: ["arrays-2.pkl", "arrays-4.pkl", "flax.msgpack"])
  func damageIsSurvived(_ name: String) throws {
    var bytes = try Fixture.bytes(name)
    for position in bytes.indices {
      let original = bytes[position]
      for value in [0, 0xff, original ^ 1, original ^ 0x80, original &+ 1] {
        bytes[position] = value
        _ = try? WeightsFile(bytes: bytes, path: "x")
      }
      bytes[position] = original
      _ = try? WeightsFile(bytes: Array(bytes[..<position]), path: "x")
    }
  }
}
