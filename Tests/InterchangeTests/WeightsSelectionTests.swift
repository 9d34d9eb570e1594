import Gradus
import GradusTestSupport
import Testing

@testable import GradusInterchange

/// What is not wanted of a file is not read, and what an archive may expand to is bounded as a whole.
@Suite struct WeightsSelectionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private final class Net: Module {
    let conv = Conv2d(1, 2, kernel: Extent(2), geometry: ConvolutionGeometry())
    let norm = BatchNorm(2)
  }

  private static func select(_ names: String..., key: String? = nil) -> WeightsSelection {
    WeightsSelection(key: key) { _ in Set(names) }
  }

  /// Tensors of which one has a name that nothing wants.
  private static let tensors: StateDictionary = [
    "a.w": Tensor([1, 2], shape: [2]), "a.b": Tensor(3), "c": Tensor([4], shape: [1]),
  ]

  @Test(arguments: WeightsFile.writableFormats)
  func everyFormatReadsASelection(format: any WritableWeightsFormat) throws {
    try format.write(Self.tensors, metadata: [:], to: folder["w"])
    let file = try WeightsFile.read(folder["w"], Self.select("a.b", "x"))
    #expect(file.tensors.names == ["a.b"] && Set(file.unread) == ["a.w", "c"])
    let all = try WeightsFile.read(folder["w"])
    #expect(all.tensors.count == 3 && all.unread.isEmpty)
  }

  @Test(arguments: ["safetensors", "npz"])
  func aKeyIsABeginningWhereNamesAreFlat(_ name: String) throws {
    let format = try #require(WeightsFile.writableFormats.first { $0.name == name })
    try format.write(Self.tensors, metadata: [:], to: folder["w"])
    let file = try WeightsFile.read(folder["w"], WeightsSelection(key: "a"))
    #expect(Set(file.tensors.names) == ["w", "b"] && file.unread.isEmpty)
    let error = #expect(throws: FormatError.self) {
      try WeightsFile.read(folder["w"], WeightsSelection(key: "z"))
    }
    #expect(Set(try #require(error).keys) == ["a", "c"])
  }

  @Test func aKeyNamesADictionaryOfAPickle() throws {
    let path = Fixture.path("wrapped.pt")
    let error = #expect(throws: FormatError.self) { try PyTorchFile.read(path) }
    #expect(try #require(error).keys == ["ema"])
    let best = try PyTorchFile.read(path, WeightsSelection(key: "net.state.best"))
    #expect(best.tensors.names.allSatisfy { $0.hasPrefix("_orig_mod.module.") })
    let missing = #expect(throws: FormatError.self) {
      try PyTorchFile.read(path, WeightsSelection(key: "net.state.worst"))
    }
    #expect(try #require(missing).description.contains("net.state.worst"))
  }

  /// Wrappers' beginnings and counters are known, and of several wrappers all are taken off.
  @Test(arguments: [("net.state.best", "_orig_mod.module."), ("ema", "module.")])
  func wrappersAreTakenOff(_ key: String, _ prefix: String) throws {
    let names = NameMap { $0.replacing(#/^0\./#, with: "conv.").replacing(#/^1\./#, with: "norm.") }
    let model = Net()
    let report = try model.load(
      from: Fixture.path("wrapped.pt"), LoadOptions(names: names, key: key))
    #expect(report.isComplete && report.strippedPrefix == prefix)
    #expect(report.ignored.contains { $0.hasSuffix("num_batches_tracked") })
    #expect((key == "ema") == report.ignored.contains("n_averaged"))
  }

  /// A hundred kilobytes that would become a hundred megabytes, beside the weights that are wanted.
  @Test func bombsAreNotExpanded() throws {
    var archive = ZipArchiveWriter(path: "x")
    var bytes: [UInt8] = []
    try archive.add("w.npy", NumPyFile.bytes(Tensor([5], shape: [1])), deflated: true) {
      bytes += $0
    }
    let bomb = [UInt8](repeating: 0, count: 100_000_000)
    try archive.add("bomb.npy", bomb, deflated: true) { bytes += $0 }
    try archive.finish { bytes += $0 }
    let selected = try NumPyArchive(bytes: bytes, path: "x", Self.select("w"))
    #expect(selected.tensors["w"]?.scalars == [5] && selected.unread == ["bomb"])
    let error = #expect(throws: FormatError.self) { try NumPyArchive(bytes: bytes, path: "x") }
    #expect(try #require(error).description.contains("are allowed"))
  }
}
