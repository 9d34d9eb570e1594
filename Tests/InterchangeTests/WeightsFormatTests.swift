import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import GradusInterchange

/// A format of a program's own: a line for each tensor.
private struct LinesFormat: WritableWeightsFormat {
  struct Refusal: Error {}
  let name = "lines"
  let layout = StateDictionary.Layout.native

  func recognizes(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array("lines\n".utf8)) }

  func read(
    _ bytes: [UInt8], path: String
  ) throws -> (tensors: StateDictionary, metadata: [String: String]) {
    var tensors = StateDictionary()
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 3 else { throw Refusal() }
      let shape = words[1].split(separator: "x").compactMap { Int($0) }
      let values = words[2].split(separator: ",").compactMap { Double($0) }
      tensors[words[0]] = Tensor(values, shape: Shape(shape), dtype: .float64)
    }
    return (tensors, [:])
  }

  func write(
    _ tensors: StateDictionary, metadata: [String: String], to path: String
  ) throws {
    let lines = tensors.map { name, value in
      let shape = value.shape.dimensions.map(String.init).joined(separator: "x")
      return "\(name) \(shape) \(value.scalars.map { "\($0)" }.joined(separator: ","))\n"
    }
    try AtomicFile.write("lines\n" + lines.joined(), to: path)
  }
}

/// What every format of the table must do; a new row is tested here without a word more.
@Suite struct WeightsFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let tensors: StateDictionary = [
    "layer1.0.weight": .normal([3, 2], from: RandomStream(seed: 1, name: "formats")),
    "b": Tensor([0.5, -1], shape: [2]), "s": Tensor(2, dtype: .float64),
  ]

  private static func isSame(_ one: StateDictionary, _ other: StateDictionary) -> Bool {
    Set(one.names) == Set(other.names)
      && one.allSatisfy { name, value in identical(other[name], value) }
  }

  @Test func namesDifferAndAreOnThePage() throws {
    let names = WeightsFile.formats.map(\.name)
    #expect(Set(names).count == names.count)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("Docs/Interchange.md"), encoding: .utf8)
    for name in names { #expect(page.contains("| `\(name)` |"), "\(name)") }
  }

  @Test(arguments: WeightsFile.writableFormats)
  func whatIsWrittenIsRecognisedAndComesBack(format: any WritableWeightsFormat) throws {
    try format.write(Self.tensors, metadata: ["key": "text"], to: folder["w"])
    let file = try WeightsFile.read(folder["w"])
    #expect(file.format.name == format.name && file.format.layout == format.layout)
    #expect(Self.isSame(file.tensors, Self.tensors))
    #expect(file.metadata.isEmpty || file.metadata["key"] == "text")
  }

  /// No bytes make a reader trap, and what it refuses it refuses with the file's name.
  @Test(arguments: WeightsFile.writableFormats)
  func damageIsRefusedByName(format: any WritableWeightsFormat) throws {
    try format.write(Self.tensors, metadata: [:], to: folder["w"])
    let bytes = try FileContents.read(folder["w"])
    func problem(_ damaged: [UInt8]) -> String? {
      do {
        _ = try format.read(damaged, path: "x.w")
        return nil
      } catch { return "\(error)" }
    }
    for count in bytes.indices {
      let text = problem(Array(bytes[..<count]))
      if text?.hasPrefix("x.w") != true { Issue.record("cut to \(count): \(text ?? "accepted")") }
    }
    #expect(problem(bytes + [0]) != nil)
    var damaged = bytes
    for position in bytes.indices {
      for change in [UInt8(1) << UInt8(position % 8), 0xff] {
        damaged[position] ^= change
        if let text = problem(damaged), !text.hasPrefix("x.w") || text.contains("\n") {
          Issue.record("byte \(position): \(text)")
        }
        damaged[position] = bytes[position]
      }
    }
  }

  @Test func whatBeginsLikeNoFormatIsRefused() {
    let names = WeightsFile.formats.map(\.name).joined(separator: ", ")
    for bytes in [[], [0x89, 0x50, 0x4e, 0x47], Array("not weights at all".utf8)] as [[UInt8]] {
      let error = #expect(throws: FormatError.self) {
        try WeightsFile(bytes: bytes, path: "x.png")
      }
      #expect(
        error?.description == "x.png: refused as a weights file at byte 0: it does not begin like "
          + "any of \(names); check what it is")
    }
  }

  @Test(
    arguments: [
      ([0x1c, 0, 0, 0] + Array("TFL3".utf8), "TensorFlow Lite"),
      ([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0], "HDF5"),
      (Array("GGUF".utf8) + [3, 0, 0, 0], "GGUF"), ([0x08, 0x07, 0x12, 0x07], "ONNX"),
      ([0x08, 0x0a, 0x3a, 0x02, 0x0a, 0x00], "ONNX"), ([0x08, 0x01, 0x12, 0x07], "TensorFlow"),
    ] as [([UInt8], String)])
  func whatIsOfAnotherProgramIsRefusedByItsName(_ bytes: [UInt8], _ name: String) {
    let error = #expect(throws: FormatError.self) { try WeightsFile(bytes: bytes, path: "x") }
    #expect(error?.problem.contains(name) == true && error?.problem.contains("save") == true)
  }

  @Test func modelsOfKerasAndIndexesOfPyTorchAreRefusedByTheirNames() throws {
    var (writer, bytes) = (ZipArchiveWriter(path: "x"), [UInt8]())
    for name in ["metadata.json", "model.weights.h5"] {
      try writer.add(name, Array("{}".utf8)) { bytes += $0 }
    }
    try writer.finish { bytes += $0 }
    let keras = #expect(throws: FormatError.self) { try WeightsFile(bytes: bytes, path: "x") }
    #expect(keras?.problem.contains("Keras 3") == true, "\(keras!)")
    let index = "{\"weight_map\": {\"a\": \"pytorch_model-00001-of-00002.bin\"}}"
    let other = #expect(throws: FormatError.self) {
      try WeightsFile(bytes: Array(index.utf8), path: "x")
    }
    #expect(other?.problem.contains("PyTorch's files") == true, "\(other!)")
  }

  @Test func anIndexLeadsToTheFilesBesideIt() throws {
    try SafetensorsFile(tensors: ["a": Tensor([1, 2], shape: [2])]).write(to: folder["1.st"])
    try SafetensorsFile(tensors: ["b": Tensor([3], shape: [1]), "c": Tensor(4)])
      .write(to: folder["2.st"])
    func write(_ map: String) throws {
      let text = "{\"metadata\": {\"total_size\": 16}, \"weight_map\": \(map)}"
      try AtomicFile.write(text, to: folder["model.index.json"])
    }
    try write("{\"a\": \"1.st\", \"b\": \"2.st\", \"c\": \"2.st\"}")
    let file = try WeightsFile.read(folder["model.index.json"])
    #expect(file.format.name == "safetensors-index")
    #expect(file.tensors["a"]?.scalars == [1, 2] && file.tensors["b"]?.scalars == [3])
    #expect(file.tensors.names.count == 3)
    // A file without a wanted tensor is not opened.
    try write("{\"a\": \"1.st\", \"b\": \"missing.st\"}")
    let part = try WeightsFile.read(
      folder["model.index.json"], WeightsSelection { $0.contains("a") ? ["a"] : [] })
    #expect(part.tensors.names == ["a"] && part.unread == ["b"])
    for wrong in [
      "{\"a\": \"2.st\"}", "{\"a\": \"../1.st\"}", "{\"a\": \"/1.st\"}", "{\"a\": 1}",
      "{\"a\": \"\"}", "{\"a\": \"..\\u002f\\u03011.st\"}", "{\"a\": \"1.st\\u0000x\"}",
    ] {
      try write(wrong)
      let error = #expect(throws: FormatError.self, "\(wrong)") {
        try WeightsFile.read(folder["model.index.json"])
      }
      #expect(error?.format == .safetensorsIndex)
    }
  }

  @Test func aCheckpointIsReadAsTheModelsWeights() throws {
    let model = CIFARResNet(depth: 8, width: 2).initialize(seed: 4)
    try Checkpoint(of: model, SGD(model), step: 0).write(to: folder["c"])
    let file = try WeightsFile.read(folder["c"])
    #expect(file.format is CheckpointFormat && file.format.layout == .native)
    #expect(file.tensors.names.sorted() == model.stateDictionary.names.sorted())
    var bytes = try FileContents.read(folder["c"])
    bytes[bytes.count - 1] ^= 1
    #expect(throws: SafetensorsError.self) { try WeightsFile(bytes: bytes, path: "x") }
    try SafetensorsFile(
      metadata: ["format": "gradus-checkpoint-7", "step": "1"], tensors: ["model.a": Tensor(1)]
    ).write(to: folder["later"], checksummed: true)
    let error = #expect(throws: FormatError.self) { try WeightsFile.read(folder["later"]) }
    #expect(error?.format == .checkpoint && error?.problem.contains("version 1") == true)
  }

  @Test func aFormatOfAProgramsOwnIsUsedLikeTheLibrarys() throws {
    let model = Linear(3, 2).initialize(seed: 1, dtype: .float64)
    try model.save(to: folder["l"], format: LinesFormat())
    let other = Linear(3, 2)
    let formats: [any WeightsFormat] = [LinesFormat()] + WeightsFile.formats
    #expect(try other.load(from: folder["l"], formats: formats).isComplete)
    #expect(Self.isSame(other.stateDictionary, model.stateDictionary))
    #expect(throws: FormatError.self) { try other.load(from: folder["l"]) }
  }
}
