import GradusLayers
import GradusTensors
import GradusTestSupport
import Testing

@testable import GradusInterchange

/// Files made by PyTorch itself, and files made here.
@Suite struct PyTorchFileTests {
  private static let moduleShapes: [(String, Shape)] = [
    ("0.weight", [2, 1, 2, 2]), ("0.bias", [2]), ("1.weight", [2]), ("1.bias", [2]),
    ("1.running_mean", [2]), ("1.running_var", [2]), ("1.num_batches_tracked", []),
  ]

  private static func expectModule(_ file: PyTorchFile, prefix: String = "") {
    #expect(file.tensors.map(\.name) == moduleShapes.map { prefix + $0.0 })
    for ((name, tensor), (_, shape)) in zip(file.tensors, moduleShapes) {
      let expected =
        shape.rank == 0 ? Tensor(7, dtype: .float64) : Fixture.quarters(shape)
      #expect(identical(tensor, expected), "\(name)")
    }
  }

  @Test(arguments: ["zip.pt", "zip-protocol-4.pt", "legacy.pt"])
  func readsStateDictionaries(name: String) throws {
    let file = try PyTorchFile.read(Fixture.path(name))
    Self.expectModule(file)
    #expect(file.otherNames == [])
  }

  @Test func readsTheWeightsOfACheckpoint() throws {
    Self.expectModule(try PyTorchFile.read(Fixture.path("checkpoint.th")), prefix: "module.")
  }

  @Test(arguments: ["views.pt", "views-legacy.pt", "views.safetensors"])
  func readsViewsAndEveryElementType(name: String) throws {
    let path = Fixture.path(name)
    let file =
      name.hasSuffix("safetensors")
      ? PyTorchFile(tensors: try SafetensorsFile.read(path).tensors) : try PyTorchFile.read(path)
    let base = Fixture.quarters([3, 4])
    var expected: [String: Tensor] = [
      "transposed": base.transposed(), "part": base.sliced([1..<3, 1..<3]),
      "row": base.sliced(axis: 0, 2..<3).reshaped(to: [4]), "half": base, "bfloat": base,
      "double": base.converted(to: .float64), "flags": Tensor([1 as Float, 0], shape: [2]),
      "bytes": Tensor([0 as Float, 255], shape: [2]), "long": Tensor(-5, dtype: .float64),
      "empty": .zeros([0, 2]), "parameter": base.sliced(axis: 0, 0..<1).reshaped(to: [4]),
    ]
    if !name.hasSuffix("safetensors") { (expected["base"], expected["again"]) = (base, base) }
    #expect(file.tensors.count == expected.count)
    for (name, tensor) in file.tensors { #expect(identical(expected[name], tensor), "\(name)") }
  }

  @Test func whatIsWrittenComesBack() throws {
    let folder = try TemporaryFolder()
    let stream = RandomStream(seed: 2, name: "pt")
    let tensors: StateDictionary = [
      "layer1.0.conv1.weight": Tensor.normal([3, 5, 2, 2], from: stream), "s": Tensor(0.5),
      "é\"\\\n": Tensor.normal([7], from: stream, dtype: .float64), "none": .zeros([0, 4]),
    ]
    try PyTorchFile(tensors: tensors).write(to: folder["a.pt"])
    let back = try PyTorchFile.read(folder["a.pt"])
    #expect(back.tensors.map(\.name) == tensors.map(\.name))
    for (one, other) in zip(back.tensors, tensors) { #expect(identical(one.value, other.value)) }
    // PyTorch maps storages that begin at multiples of 64 bytes.
    let archive = try ZipArchive.read(folder["a.pt"])
    #expect(archive.entries.allSatisfy { $0.range.lowerBound % 64 == 0 })
  }

  @Test func theFormatIsToldFromTheContents() throws {
    for (name, format) in [
      ("zip.pt", "pytorch"), ("legacy.pt", "pytorch"), ("stored.npz", "npz"),
      ("views.safetensors", "safetensors"),
    ] {
      #expect(try WeightsFile.read(Fixture.path(name)).format.name == format)
    }
    #expect(throws: FormatError.self) { try WeightsFile.read(Fixture.path("c-f4.npy")) }
  }
}
