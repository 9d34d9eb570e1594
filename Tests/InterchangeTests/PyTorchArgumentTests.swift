import GradusLayers
import GradusTensors
import Testing

@testable import GradusInterchange

/// What PyTorch's rebuilding functions are told beside the numbers is honoured or refused, never left
/// out.
@Suite struct PyTorchArgumentTests {
  private static func text(_ string: String) -> [UInt8] {
    let count = UInt8(string.utf8.count)
    return [UInt8(ascii: "X"), count, 0, 0, 0] + Array(string.utf8)
  }

  private static func global(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
  }

  private static func op(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// A small integer.
  private static func number(_ value: UInt8) -> [UInt8] { [UInt8(ascii: "K"), value] }

  private static let none = op("N"), yes: [UInt8] = [0x88], no: [UInt8] = [0x89]
  private static let empty = global("collections", "OrderedDict") + op(")R")

  /// A storage of four elements.
  private static func storage(_ type: [UInt8]) -> [UInt8] {
    op("(") + text("storage") + type + text("0") + text("cpu") + number(4) + op("tQ")
  }

  private static let floats = storage(global("torch", "FloatStorage"))
  private static let bytes = storage(global("torch.storage", "UntypedStorage"))
  /// The first two elements, from the second on.
  private static let window = number(1) + number(2) + [0x85] + number(1) + [0x85]

  /// The tensor that a call gives, or what is wrong with it.
  private static func call(
    _ function: String, _ arguments: [UInt8]...
  ) -> Result<PyTorchTensorView, FormatError> {
    let pickle =
      [0x80, 2] + global("torch._utils", function) + op("(") + arguments.flatMap { $0 } + op("tR.")
    var reader = PickleReader(ByteCursor(pickle, 0..<pickle.count, path: "x", format: .pyTorch))
    do {
      guard case .tensor(let index) = try reader.load() else {
        return .failure(FormatError("x", .pyTorch, "no tensor"))
      }
      return .success(reader.heap.tensors[index])
    } catch {
      return .failure(error as? FormatError ?? FormatError("x", .pyTorch, "\(error)"))
    }
  }

  private static func flag(_ name: String, _ value: [UInt8]) -> [UInt8] {
    op("}") + text(name) + value + op("s")
  }

  @Test func argumentsThatAreUnderstoodAreHonoured() throws {
    let v2 = "_rebuild_tensor_v2"
    let plain = try Self.call(v2, Self.floats, Self.window, Self.no, Self.empty).get()
    #expect(plain.offset == 1 && plain.shape == [2] && !plain.isNegated)
    for (flags, isNegated) in [
      (Self.none, false), (Self.op("}"), false), (Self.flag("neg", Self.yes), true),
      (Self.flag("neg", Self.no), false), (Self.flag("conj", Self.yes), false),
    ] {
      let view = try Self.call(v2, Self.floats, Self.window, Self.yes, Self.none, flags).get()
      #expect(view.isNegated == isNegated)
    }
    let typed = try Self.call(
      "_rebuild_tensor_v3", Self.bytes, Self.number(0), Self.number(2), [0x85], Self.number(1),
      [0x85], Self.no, Self.empty, Self.global("torch", "uint16"), Self.flag("neg", Self.yes)
    ).get()
    #expect(typed.element == .uint16 && typed.isNegated)
    #expect(try Self.call("_rebuild_tensor", Self.floats, Self.window).get().shape == [2])
  }

  @Test func argumentsThatAreNotUnderstoodAreRefused() {
    let (v2, v3) = ("_rebuild_tensor_v2", "_rebuild_tensor_v3")
    let hooked = Self.op("}") + Self.number(0) + Self.none + Self.op("s")
    let uint16 = Self.global("torch", "uint16")
    let calls: [(String, [[UInt8]])] = [
      // Too few and too many.
      ("_rebuild_tensor", [Self.floats, Self.number(0)]),
      ("_rebuild_tensor", [Self.floats, Self.window, Self.no]),
      (v2, [Self.floats, Self.window]), (v2, [Self.floats, Self.window, Self.no]),
      (v2, [Self.floats, Self.window, Self.no, Self.empty, Self.none, Self.none]),
      (v3, [Self.bytes, Self.window, Self.no, Self.empty]),
      (v3, [Self.bytes, Self.window, Self.no, Self.empty, uint16, Self.none, Self.none]),
      // Of another kind.
      (v2, [Self.floats, Self.window, Self.number(1), Self.empty]),
      (v2, [Self.floats, Self.window, Self.no, hooked]),
      (v2, [Self.floats, Self.window, Self.no, Self.number(0)]),
      (v2, [Self.floats, Self.window, Self.no, Self.empty, Self.flag("scale", Self.yes)]),
      (v2, [Self.floats, Self.window, Self.no, Self.empty, Self.flag("neg", Self.number(1))]),
      (v2, [Self.floats, Self.window, Self.no, Self.empty, hooked]),
      (v2, [Self.floats, Self.window, Self.no, Self.empty, Self.yes]),
      (v3, [Self.bytes, Self.window, Self.no, Self.empty, Self.none]),
      // Bytes without a type, and fewer than the type needs.
      (v2, [Self.bytes, Self.window, Self.no, Self.empty]),
      (v3, [Self.bytes, Self.window, Self.no, Self.empty, Self.global("torch", "float64")]),
    ]
    for (function, arguments) in calls {
      let call = Self.call(function, arguments.flatMap { $0 })
      #expect(throws: FormatError.self, "\(function) \(arguments)") { try call.get() }
    }
  }

  @Test func filesOfPyTorchsOwn() throws {
    let file = try PyTorchFile.read(Fixture.path("told.pt"))
    let base = Fixture.quarters([3, 4])
    let second = base.gathered([0, 2], axis: 1)
    let expected: [String: Tensor] = [
      "negative": -base, "negative_part": -second.sliced(axis: 0, 1..<3),
      "real_conjugate": base, "uint16": Tensor([65535 as Float, 7], shape: [2]),
      "uint32": Tensor([4_294_967_295.0], shape: [1], dtype: .float64),
      "uint64": Tensor([0x1p53], shape: [1], dtype: .float64),
      "int16": Tensor([-2 as Float, 300], shape: [2]), "every_second": second,
      "wants_gradient": base,
    ]
    #expect(Set(file.tensors.names) == Set(expected.keys))
    for (name, tensor) in file.tensors { #expect(identical(expected[name], tensor), "\(name)") }
  }

  @Test(arguments: [
    ("sparse", "_rebuild_sparse_tensor"), ("quantised", "_rebuild_qtensor"),
    ("meta", "_rebuild_meta_tensor_no_storage"), ("complex", "torch.ComplexFloatStorage"),
    ("float8", "torch.float8_e4m3fn"), ("annotated", "_rebuild_from_type_v2"),
    ("nested", "_rebuild_nested_tensor"),
  ]) func othersAreRefusedByName(_ kind: String, _ name: String) throws {
    let error = #expect(throws: FormatError.self) {
      try PyTorchFile.read(Fixture.path("refused-\(kind).pt"))
    }
    let line = try #require(error).description
    #expect(line.contains(name) && !line.contains("\n"), "\(line)")
  }

  /// Two names for one parameter stay two names, also where a file keeps its numbers once.
  @Test(arguments: ["tied.pt", "tied.safetensors"])
  func twoNamesForOneTensor(_ name: String) throws {
    let tensors = try WeightsFile.read(Fixture.path(name)).tensors
    #expect(Set(tensors.names) == ["there.weight", "back.weight"])
    for (_, tensor) in tensors { #expect(identical(tensor, Fixture.quarters([3, 4]))) }
  }
}
