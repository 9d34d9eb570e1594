import GradusLayers
import GradusTensors
import GradusTestSupport
import Testing

@testable import GradusInterchange

/// Files made by NumPy itself, and files made here.
@Suite struct NumPyFileTests {
  @Test(arguments: ["c-f4", "c-f2", "fortran-f4-big"]) func readsMatrices(name: String) throws {
    let tensor = try NumPyFile.read(Fixture.path("\(name).npy"))
    #expect(identical(tensor, Fixture.quarters([2, 3])))
  }

  @Test func readsTheOtherTypesAndOrders() throws {
    func read(_ name: String) throws -> Tensor { try NumPyFile.read(Fixture.path("\(name).npy")) }
    #expect(identical(try read("c-f8-big"), Fixture.quarters([2, 3], dtype: .float64)))
    #expect(identical(try read("fortran-f4"), Fixture.quarters([2, 3, 2])))
    #expect(identical(try read("i8"), Tensor([-1, 0x1p53], shape: [2], dtype: .float64)))
    #expect(identical(try read("i2-big"), Tensor([-2 as Float, 300], shape: [2])))
    #expect(identical(try read("u1"), Tensor([0 as Float, 255], shape: [1, 2])))
    #expect(identical(try read("bool"), Tensor([1 as Float, 0], shape: [2])))
    #expect(identical(try read("scalar"), Tensor(2.5, dtype: .float64)))
    #expect(identical(try read("empty"), .zeros([0, 3])))
    #expect(identical(try read("version-2"), Fixture.quarters([3])))
    #expect(identical(try read("version-3"), Fixture.quarters([3])))
  }

  @Test(arguments: ["stored.npz", "deflated.npz"]) func readsArchives(name: String) throws {
    let archive = try NumPyArchive.read(Fixture.path(name))
    #expect(archive.tensors.map(\.name) == ["w", "layer/b"])
    #expect(identical(archive["w"], Fixture.quarters([2, 3])))
    #expect(identical(archive["layer/b"], Fixture.quarters([3], dtype: .float64)))
  }

  /// What NumPy writes for the same array, byte by byte.
  @Test func writesWhatNumPyWrites() throws {
    let folder = try TemporaryFolder()
    try NumPyFile.write(Fixture.quarters([2, 3]), to: folder["a.npy"])
    #expect(try FileContents.read(folder["a.npy"]) == Fixture.bytes("c-f4.npy"))
    try NumPyFile.write(Tensor(2.5, dtype: .float64), to: folder["a.npy"])
    #expect(try FileContents.read(folder["a.npy"]) == Fixture.bytes("scalar.npy"))
    try NumPyFile.write(.zeros([0, 3]), to: folder["a.npy"])
    #expect(try FileContents.read(folder["a.npy"]) == Fixture.bytes("empty.npy"))
  }

  @Test(arguments: [false, true]) func archivesComeBack(deflated: Bool) throws {
    let folder = try TemporaryFolder()
    let stream = RandomStream(seed: 3, name: "npz")
    let arrays: StateDictionary = [
      "a": Tensor.normal([300, 400], from: stream), "b/c.d": .zeros([2, 0]),
      "é": Tensor(1.5, dtype: .float64), "zeros": .zeros([100_000]),
    ]
    try NumPyArchive(tensors: arrays).write(to: folder["a.npz"], deflated: deflated)
    let back = try NumPyArchive.read(folder["a.npz"])
    #expect(back.tensors.map(\.name) == arrays.map(\.name))
    for (name, tensor) in arrays { #expect(identical(back[name], tensor)) }
    let size = try FileContents.read(folder["a.npz"]).count
    #expect(deflated == (size < 600_000))
  }

  @Test func namesThatReadersRefuseAreNotWritten() throws {
    let folder = try TemporaryFolder()
    for name in ["../a", "/a", "", "a//b"] {
      let archive = NumPyArchive(tensors: [name: Tensor(1)])
      #expect(throws: FormatError.self, "\(name)") { try archive.write(to: folder["a.npz"]) }
    }
    #expect(try folder.names == [])
  }
}

@Suite struct NumPyRejectionTests {
  private static func problem(_ header: String, data: Int = 0, version: UInt8 = 1) -> String? {
    let length = header.utf8.count
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
    bytes += [UInt8(length & 255), UInt8(length >> 8)] + (version == 1 ? [] : [0, 0])
    return problem(bytes + Array(header.utf8) + [UInt8](repeating: 0, count: data))
  }

  private static func problem(_ bytes: [UInt8]) -> String? {
    do {
      _ = try NumPyFile.parse(bytes, path: "x.npy")
      return nil
    } catch {
      #expect(error is FormatError && "\(error)".hasPrefix("x.npy: refused as a NumPy file"))
      return "\(error)"
    }
  }

  private static func header(_ descr: String, _ shape: String) -> String {
    "{'descr': \(descr), 'fortran_order': False, 'shape': \(shape)}"
  }

  @Test func refusesWhatIsNotTheGrammar() {
    #expect(Self.problem(Self.header("'<f4'", "(1,)"), data: 4) == nil)
    #expect(Self.problem(Self.header("\"<f4\"", "(1, )") + " \n", data: 4, version: 3) == nil)
    for (descr, shape) in [
      ("'<f4'", "(1)"), ("'<f4'", "1"), ("'<f4'", "(01,)"), ("'<f4'", "(-1,)"), ("'<f4'", "(1,"),
      ("'<f4'", "(1,,)"), ("'<f4'", "(1 1)"), ("'<f4'", "(1,) x"), ("'<f4", "(1,)"),
      ("<f4", "(1,)"), ("'f4'", "(1,)"), ("'|f4'", "(1,)"), ("'<\\x664'", "(1,)"), ("None", "(1,)"),
      ("'<f4'", "(9223372036854775808,)"), ("'<f4'", "(1,), 'shape': (1,)"),
      ("'<f4'", "(1,), 'x': (1,)"), ("'<f4'", "[1]"), ("'<f4'", "(True,)"),
    ] {
      let header = Self.header(descr, shape)
      #expect(Self.problem(header, data: 4) != nil, "accepted: \(header)")
    }
    for header in ["", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'shape': (1,)}"] {
      #expect(Self.problem(header, data: 4) != nil, "accepted: \(header)")
    }
  }

  @Test func refusesSizesTheFileDoesNotHave() {
    let huge = "4611686018427387904"
    for shape in ["(2,)", "()", "(\(huge),)", "(\(huge), \(huge))", "(\(huge), \(huge), 0)"] {
      let data = shape == "()" ? 5 : 4
      #expect(Self.problem(Self.header("'<f4'", shape), data: data) != nil, "accepted: \(shape)")
    }
    let axes = "(" + String(repeating: "1,", count: 65) + ")"
    #expect(Self.problem(Self.header("'<f4'", axes), data: 4)?.contains("impossible") == true)
    #expect(Self.problem([0x93] + "NUMPY".utf8 + [2, 0, 0xff, 0xff, 0xff, 0xff]) != nil)
    let large = [UInt8(1), 0, 0, 0, 0, 0, 0x20, 0]
    let header = Self.header("'<i8'", "(1,)")
    let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + header.utf8
    #expect(Self.problem(bytes + large)?.contains("9007199254740993") == true)
  }

  @Test(arguments: ["object.npy", "structured.npy", "complex.npy"])
  func refusesWhatIsNoNumber(name: String) throws {
    let error = #expect(throws: FormatError.self) { try NumPyFile.read(Fixture.path(name)) }
    #expect(error?.problem.contains("not read") == true)
  }
}
