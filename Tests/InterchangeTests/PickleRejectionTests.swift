import GradusTensors
import Testing

@testable import GradusInterchange

/// Pickles can name and call any Python function; these may not do anything here.
@Suite struct PickleRejectionTests {
  private static func problem(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      #expect(error is FormatError && !"\(error)".contains("\n"), "\(error)")
      return "\(error)"
    }
  }

  /// What reading one pickle says; protocol and end are added.
  private static func pickle(_ parts: [UInt8]...) -> String? {
    let bytes: [UInt8] = [0x80, 2] + parts.flatMap { $0 } + [UInt8(ascii: ".")]
    return problem {
      var reader = PickleReader(
        ByteCursor(bytes, 0..<bytes.count, path: "x", format: .pyTorch))
      _ = try reader.load()
    }
  }

  private static func global(_ module: String, _ name: String) -> [UInt8] {
    [UInt8(ascii: "c")] + Array("\(module)\n\(name)\n".utf8)
  }

  /// Instructions by their characters, each a byte.
  private static func op(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8($0.value) }
  }

  @Test(arguments: ["malicious.pt", "malicious-legacy.pt"])
  func commandsAreNamedAndNotRun(name: String) {
    let problem = Self.problem { _ = try PyTorchFile.read(Fixture.path(name)) }
    #expect(problem?.contains("it asks for posix.system") == true)
    #expect(problem?.contains("at byte") == true)
  }

  @Test func wholeModulesAreRefused() {
    let problem = Self.problem { _ = try PyTorchFile.read(Fixture.path("whole-module.pt")) }
    #expect(problem?.contains("torch.nn.modules.container.Sequential") == true)
    #expect(problem?.contains("save model.state_dict()") == true)
    let tensor = Self.problem { _ = try PyTorchFile.read(Fixture.path("tensor.pt")) }
    #expect(tensor?.contains("it holds a tensor and no dictionary") == true)
  }

  @Test func aTensorThatRepeatsElementsIsRefused() {
    let problem = Self.problem { _ = try PyTorchFile.read(Fixture.path("expanded.pt")) }
    #expect(problem?.contains("take more than 4 times the bytes of their storages") == true)
  }

  /// A megabyte of zeros, packed to a thousandth, covered four times, in elements that become four
  /// times as wide: each is allowed, all together are not.
  @Test func aTensorThatWidensWhatItRepeatsIsRefused() throws {
    let bytes = try FileContents.read(Fixture.path("widened.pt"))
    #expect(bytes.count < 3_000)
    let problem = Self.problem { _ = try PyTorchFile(bytes: bytes, path: "x.pt") }
    #expect(problem?.contains("take more than 4 times the bytes of their storages") == true)
  }

  @Test(arguments: [
    ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("__builtin__", "exec"),
    ("subprocess", "Popen"), ("torch", "load"), ("torch", "hub.load"), ("torch.nn", "Module"),
    ("numpy", "load"), ("collections", "UserDict"), ("torch", "FloatStorage.from_file"), ("", ""),
    ("torch._utils", "_rebuild_sparse_tensor"), ("a\tb", "c\0"), ("os", "system\rsafe"),
  ]) func everythingElseIsRefusedByName(module: String, name: String) {
    let problem = Self.pickle(Self.global(module, name))
    #expect(problem?.contains("at byte 2: it asks for ") == true)
    let stacked = Self.pickle(
      [0x8c, UInt8(module.utf8.count)], Array(module.utf8), [0x8c, UInt8(name.utf8.count)],
      Array(name.utf8), [0x93])
    #expect(stacked?.contains("it asks for ") == true)
  }

  @Test func knownObjectsAreNotCalledOtherwise() {
    let ordered = Self.global("collections", "OrderedDict")
    let storage = Self.global("torch", "FloatStorage")
    let rebuild = Self.global("torch._utils", "_rebuild_tensor_v2")
    #expect(Self.pickle(ordered, Self.op(")R")) == nil)
    #expect(Self.pickle(ordered, Self.op("](](U\u{1}aK\u{2}ee\u{85}R")) == nil)
    for (parts, word) in [
      (storage + Self.op(")R"), "calls a storage type"),
      (rebuild + Self.op(")R"), "calls torch._utils._rebuild_tensor_v2 with the wrong arguments"),
      (rebuild + Self.op("(NNNNtR"), "wrong arguments"), (ordered + Self.op("(NtR"), "wrong"),
      (Self.op("N)R"), "calls None"), (Self.op("NNR"), "without a tuple"),
      (storage + Self.op("}b"), "sets attributes of a storage type"),
      (Self.op("]}b"), "sets attributes of a list"), (Self.op("}Nb"), "sets attributes"),
      (Self.op("NQ"), "persistent identifier"), (Self.op("(tQ"), "persistent identifier"),
      (Self.op("i"), "instruction 0x69"), (Self.op("("), "not there"), (Self.op("0"), "not there"),
      (Self.op("NN"), "left over"), (Self.op("(N"), "left over"), (Self.op("N(0"), "not there"),
      (Self.op("h\u{7}"), "recalls value 7"), (Self.op("N(s"), "not there"),
      (Self.op("}(NNNu"), "sets entries"), (Self.op("]NNs"), "sets entries of a list"),
      (Self.op("}Na"), "appends to a dictionary"), (Self.op("t"), "mark"),
      (Self.op("}U\u{1}aNsU\u{1}aNs"), "the key \"a\" twice"), (Self.op("P0\n"), "0x50"),
    ] {
      let problem = Self.pickle(parts)
      #expect(problem?.contains(word) == true, "\(word): \(problem ?? "accepted")")
    }
  }

  @Test func depthWidthAndWorkAreBounded() {
    // A million empty tuples within each other are neither a recursion nor kept.
    #expect(Self.pickle(Self.op(")"), [UInt8](repeating: 0x85, count: 900_000)) == nil)
    #expect(
      Self.pickle([UInt8](repeating: UInt8(ascii: "]"), count: 1_000_001))?.contains("more than")
        == true)
    #expect(
      Self.pickle(Self.op("]q\u{0}"), (0..<500_000).flatMap { _ in Self.op("h\u{0}a") })?
        .contains("more than") == true)
    // A list that holds itself is a value like any other.
    #expect(Self.pickle(Self.op("]q\u{0}h\u{0}a")) == nil)
    // Many dictionaries of one long list of pairs.
    let pair = Self.op("(NNt")
    let pairs = Self.op("](") + (0..<100_000).flatMap { _ in pair } + Self.op("e\u{85}q\u{0}0")
    let use = Self.global("collections", "OrderedDict") + Self.op("h\u{0}R0")
    #expect(Self.pickle(pairs, use, Self.op("N")) == nil)
    #expect(
      Self.pickle(pairs, (0..<6).flatMap { _ in use }, Self.op("N"))?.contains("more than") == true)
    // Strings and memo indices beyond the file.
    #expect(Self.pickle(Self.op("X"), [0xff, 0xff, 0xff, 0xff])?.contains("cut short") == true)
    #expect(Self.pickle([0x95], [UInt8](repeating: 0xff, count: 8))?.contains("frame") == true)
    #expect(Self.pickle(Self.op("Nr"), [0xff, 0xff, 0xff, 0xff]) == nil)
  }

  @Test func tensorsStayWithinTheirStorages() {
    func view(_ count: Int, _ offset: Int, _ shape: [Int], _ strides: [Int]) -> String? {
      PyTorchTensorView(
        storage: PyTorchStorage(key: "0", element: .float32, count: count, byteCount: 4 * count),
        element: .float32, offset: offset, shape: shape, strides: strides, isNegated: false
      ).problem
    }
    #expect(view(6, 0, [2, 3], [3, 1]) == nil && view(6, 0, [3, 2], [1, 3]) == nil)
    #expect(view(6, 5, [], []) == nil && view(0, 9, [0], [1]) == nil)
    let huge = Int.max / 2
    for (count, offset, shape, strides) in [
      (6, 1, [2, 3], [3, 1]), (6, 0, [2, 3], [4, 1]), (6, 6, [], []), (0, 0, [1], [1]),
      (6, 0, [huge], [huge]), (6, 0, [3, huge], [1, 0]), (6, huge, [3], [huge]),
      (6, 0, [huge, huge], [0, 0]),
      (6, 0, [Int](repeating: 1, count: 65), [Int](repeating: 1, count: 65)),
    ] {
      #expect(view(count, offset, shape, strides) != nil, "\(count) \(offset) \(shape) \(strides)")
    }
  }
}
