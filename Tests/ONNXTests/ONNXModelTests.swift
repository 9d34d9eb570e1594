import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import GradusInterchange
@testable import GradusONNX

/// Networks go out and come back, and are the same.
@Suite struct ONNXModelTests {
  private func carried(
    _ model: any Classifier, _ size: ImageSize, _ export: ONNXExport = ONNXExport()
  ) throws -> ONNXModel {
    let folder = try TemporaryFolder()
    try model.saveONNX(
      to: folder["net.onnx"], input: [1, size.height, size.width, size.channels], export)
    return try ONNXModel(contentsOf: folder["net.onnx"])
  }

  private func images(_ size: ImageSize) -> Tensor {
    .normal(
      [2, size.height, size.width, size.channels], from: RandomStream(seed: 1, name: "images"))
  }

  private static let networks = [
    "resnet20-cifar", "squeezenet1_1", "shufflenet_v2_x1_0", "mobilenet_v3_small", "alexnet",
  ]

  @Test(arguments: networks, [false, true])
  func logitsComeBack(_ name: String, _ folds: Bool) throws {
    let entry = try Catalog.entry(named: name)
    let size = ImageSize(min(96, entry.inputSize.height))
    let model = entry.make(7, 3).initialize(seed: 1)
    for (index, module) in model.modules.map(\.module).enumerated() {
      guard let norm = module as? BatchNorm else { continue }
      let random = RandomStream(seed: UInt64(index), name: "statistics")
      norm.runningMean.value = .normal(norm.runningMean.shape, from: random) * 0.1
      norm.runningVar.value = .uniform(norm.runningVar.shape, in: 0.5..<1.5, from: random)
    }
    var export = ONNXExport()
    export.foldsNormalization = folds
    let back = try carried(model, size, export)
    let (expected, found) = (model(images(size)), back(images(size)))
    let scale = max(1, expected.scalars.map(abs).max() ?? 1)
    #expect(found.shape == expected.shape)
    #expect((found - expected).scalars.allSatisfy { abs($0) <= 1e-4 * scale }, "\(name)")
  }

  /// Names and numbers of the weights are the model's own.
  @Test func weightsKeepTheirNames() throws {
    let model = CIFARResNet(depth: 8).initialize(seed: 2)
    let back = try carried(model, ImageSize(32))
    let (own, others) = (model.stateDictionary, back.stateDictionary)
    #expect(Set(own.names) == Set(others.names))
    for (name, tensor) in own {
      #expect(others[name]?.scalars == tensor.scalars, "\(name)")
    }
    let folder = try TemporaryFolder()
    try back.save(to: folder["w.safetensors"])
    let other = CIFARResNet(depth: 8).initialize(seed: 3)
    #expect(try other.load(from: folder["w.safetensors"]).isComplete)
  }

  /// A step's gradients are those of the model that was written, in training mode.
  @Test func gradientsAreTheModels() throws {
    let model = CIFARResNet(depth: 8).initialize(seed: 2)
    let back = try carried(model, ImageSize(32))
    func gradients(_ module: any Module, _ forward: (Variable) -> Variable) -> [String: Tensor] {
      let tape = Tape(.training, step: 0)
      let loss = forward(tape.constant(images(ImageSize(32)))).crossEntropy(labels: [1, 2])
      let all = tape.gradients(of: loss)
      return Dictionary(
        uniqueKeysWithValues: module.parameters.compactMap { path, parameter in
          all[parameter].map { (path, $0) }
        })
    }
    let (own, others) = (gradients(model) { model($0).logits }, gradients(back) { back($0) })
    #expect(Set(own.keys) == Set(others.keys) && !own.isEmpty)
    for (path, gradient) in own {
      let difference = (gradient - (others[path] ?? gradient * 2)).scalars.map(abs).max() ?? 1
      #expect(difference <= 1e-4 * max(1, gradient.norm), "\(path)")
    }
  }

  @Test func itIsCountedAndDrawnLikeAnyOther() throws {
    let model = CIFARResNet(depth: 8).initialize(seed: 2)
    let back = try carried(model, ImageSize(32))
    let own = NetworkCosts(of: model, input: [1, 32, 32, 3]) { model($0).logits }
    let others = NetworkCosts(of: back, input: [1, 32, 32, 3]) { back($0) }
    #expect(own.multiplyAdds == others.multiplyAdds && own.parameters == others.parameters)
    #expect(others.operations.contains { $0.path == "layer1.0.conv1" })
  }

  @Test func weightsInAFileOfTheirOwnAreRead() throws {
    let folder = try TemporaryFolder()
    let model = CIFARResNet(depth: 8).initialize(seed: 2)
    var export = ONNXExport()
    export.largestFile = 1_000
    try model.saveONNX(to: folder["a.onnx"], input: [1, 32, 32, 3], export)
    let back = try ONNXModel(contentsOf: folder["a.onnx"])
    for (name, tensor) in model.stateDictionary {
      #expect(back.stateDictionary[name]?.scalars == tensor.scalars, "\(name)")
    }
    let data = try FileContents.read(folder["a.onnx.data"])
    try AtomicFile.write(Array(data.dropLast()), to: folder["a.onnx.data"])
    let error = #expect(throws: FormatError.self) { try ONNXModel(contentsOf: folder["a.onnx"]) }
    #expect(error.map { "\($0)".contains("ends beyond \"a.onnx.data\"") } ?? false)
    try FileManager.default.moveItem(atPath: folder["a.onnx.data"], toPath: folder["b"])
    #expect(throws: FileError.self) { try ONNXModel(contentsOf: folder["a.onnx"]) }
  }

  @Test func metadataComesBack() throws {
    var export = ONNXExport()
    export.metadata = [("classes", "7"), ("é", "")]
    let back = try carried(CIFARResNet(depth: 8).initialize(seed: 2), ImageSize(32), export)
    #expect(
      back.metadata == ["classes": "7", "é": ""] && back.producer == "Gradus" && back.opset == 17)
    #expect(back.inputs.map(\.name) == ["input"] && back.outputs.map(\.name) == ["logits"])
    #expect(back.inputs[0].shape == [nil, 3, 32, 32])
  }
}
