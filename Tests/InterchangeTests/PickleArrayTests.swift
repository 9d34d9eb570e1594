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
