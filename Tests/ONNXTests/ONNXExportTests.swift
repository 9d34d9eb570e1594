import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import GradusONNX

/// A small network with a flattened head.
private final class SmallNet: Layer {
  let conv1 = Conv2d(3, 4, kernel: 3, padding: 1)
  let bn1 = BatchNorm(4)
  let fc = Linear(flattenedHeight: 2, width: 3, channels: 4, 5)

  func forward(_ x: Variable) -> Variable {
    let y = bn1.activated(conv1(x), .relu).maxPool(PoolingGeometry(kernel: 2))
    return fc(y.reshaped(to: [x.shape[0], -1]))
  }
}

@Suite struct ONNXExportTests {
  private func graph(
    _ model: some Layer, _ input: Shape, _ export: ONNXExport = ONNXExport()
  ) throws -> GraphMessage {
    let recording = try InferenceRecording(input, dtype: .float32) { model($0) }
    return try GraphBuilder(model, recording, export).build(output: "output")
  }

  @Test func aNetworkIsItsOperators() throws {
    let model = SmallNet().initialize(seed: 1)
    let graph = try graph(model, [1, 4, 6, 3])
    #expect(
      graph.nodes.map(\.operation) == [
        "Conv", "BatchNormalization", "Relu", "MaxPool", "Flatten", "Gemm",
      ])
    #expect(graph.nodes[0].inputs == ["input", "conv1.weight", "conv1.bias"])
    #expect(graph.nodes[5].inputs.suffix(2) == ["fc.weight", "fc.bias"])
    #expect(graph.nodes[0].name == "conv1/Conv" && graph.nodes[5].outputs == ["output"])
    #expect(graph.inputs[0].dimensions == [.named("batch"), .fixed(3), .fixed(4), .fixed(6)])
    #expect(graph.outputs[0].dimensions == [.named("batch"), .fixed(5)])
    #expect(Set(graph.initializers.map(\.name)) == Set(model.stateDictionary.names))
  }

  @Test func weightsAreThoseOfTheStateDictionary() throws {
    let model = SmallNet().initialize(seed: 1)
    let state = model.stateDictionary(layout: .pyTorch)
    for tensor in try graph(model, [1, 4, 6, 3]).initializers {
      guard case .tensor(let value) = tensor.elements else {
        Issue.record("\(tensor.name) is no tensor")
        continue
      }
      #expect(
        value.shape == state[tensor.name]?.shape && value.scalars == state[tensor.name]?.scalars)
    }
  }

  /// weight γ / √(σ² + ε) and β + (b - μ) γ / √(σ² + ε), worked out by hand.
  @Test func foldedWeightsAreTheFormulas() throws {
    let model = SmallNet().initialize(seed: 1)
    let (mean, variance) = ([1.0, -2, 0.5, 0], [4.0, 1, 9, 0.25])
    (model.bn1.runningMean.value, model.bn1.runningVar.value) = (Tensor(mean), Tensor(variance))
    model.bn1.weight?.value = Tensor([1, 2, 3, -1])
    model.bn1.bias?.value = Tensor([0.1, 0.2, 0.3, 0.4])
    model.conv1.bias?.value = Tensor([1, 1, 2, 2])
    var export = ONNXExport()
    export.foldsNormalization = true
    let graph = try graph(model, [1, 4, 6, 3], export)
    #expect(graph.nodes.map(\.operation) == ["Conv", "Relu", "MaxPool", "Flatten", "Gemm"])
    let factors = zip([1.0, 2, 3, -1], variance).map { $0 / ($1 + 1e-5).squareRoot() }
    let plain = model.stateDictionary(layout: .pyTorch)["conv1.weight"]!.scalars
    let values = Dictionary(
      uniqueKeysWithValues: graph.initializers.compactMap { tensor -> (String, [Double])? in
        if case .tensor(let value) = tensor.elements { (tensor.name, value.scalars) } else { nil }
      })
    #expect(Set(values.keys) == ["conv1.weight", "conv1.bias", "fc.weight", "fc.bias"])
    for (index, weight) in try #require(values["conv1.weight"]).enumerated() {
      #expect(abs(weight - plain[index] * factors[index / 27]) < 1e-6)
    }
    for (channel, bias) in try #require(values["conv1.bias"]).enumerated() {
      let expected =
        [0.1, 0.2, 0.3, 0.4][channel] + ([1.0, 1, 2, 2][channel] - mean[channel]) * factors[channel]
      #expect(abs(bias - expected) < 1e-6)
    }
  }

  @Test func everyNetworkOfTheCatalogHasAForm() throws {
    for entry in Catalog.all {
      let model = entry.make(entry.classes, entry.inputSize.channels)
      let size = entry.inputSize
      let recording = try InferenceRecording(
        [1, size.height, size.width, size.channels], dtype: .float32
      ) { model($0).logits }
      let graph = try GraphBuilder(model, recording, ONNXExport()).build(output: "logits")
      #expect(graph.outputs[0].dimensions == [.named("batch"), .fixed(entry.classes)])
      let known = Set(
        graph.nodes.flatMap(\.outputs) + graph.initializers.map(\.name) + ["input", ""])
      #expect(graph.nodes.flatMap(\.inputs).allSatisfy(known.contains), "\(entry.name)")
      #expect(Set(graph.nodes.map(\.name)).count == graph.nodes.count, "\(entry.name)")
    }
  }

  @Test func everyActivationHasAForm() {
    for activation in Activation.allCases where activation != .identity {
      #expect(activation.onnxForm != nil, "\(activation)")
    }
  }

  @Test func anOperationWithoutAFormIsNamed() throws {
    final class Own: Layer {
      func forward(_ x: Variable) -> Variable {
        record(TapeOperation("own", .arithmetic), value: x.value, (x, { $0 }))
      }
    }
    final class Net: Layer {
      let inner = Own()
      func forward(_ x: Variable) -> Variable { inner(x) }
    }
    let error = #expect(throws: ONNXError.self) { try graph(Net(), [1, 2]) }
    #expect(
      error.map { "\($0)" }
        == "inner: the operation \"own\" has no form in ONNX; give its TapeOperation one (onnx:)")
  }

  @Test func anOperationOfOnesOwnIsWritten() throws {
    final class Cubed: Layer {
      func forward(_ x: Variable) -> Variable {
        let form = ONNXForm.elementwise(.call("Pow", [.input(0), .number(3)]))
        return record(
          TapeOperation("cubed", .arithmetic, onnx: form), value: x.value * x.value * x.value,
          (x, { $0 * x * x * 3 }))
      }
    }
    #expect(try graph(Cubed(), [1, 2]).nodes.map(\.operation) == ["Pow"])
  }

  @Test func valuesAreNeeded() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: ONNXError.self) {
      try SmallNet().saveONNX(to: folder["a"], input: [1, 4, 6, 3])
    }
    #expect(error.map { "\($0)".contains("initialize(seed:)") } ?? false)
    #expect(throws: ShapeMismatch.self) {
      try SmallNet().initialize(seed: 1).saveONNX(to: folder["a"], input: [1, 4, 6, 2])
    }
    #expect(try folder.names.isEmpty)
  }

  /// Weights in a file of their own are the bytes of the state dictionary at the places that are told.
  @Test func largeWeightsHaveAFileOfTheirOwn() throws {
    let folder = try TemporaryFolder()
    let model = SmallNet().initialize(seed: 1)
    var export = ONNXExport()
    export.largestFile = 100
    try model.saveONNX(to: folder["net.onnx"], input: [1, 4, 6, 3], export)
    #expect(try folder.names == ["net.onnx", "net.onnx.data"])
    let data = try FileContents.read(folder["net.onnx.data"])
    let whole = try FileContents.read(folder["net.onnx"])
    #expect(whole.count < 2_000)
    let weights = model.stateDictionary(layout: .pyTorch)["conv1.weight"]!.littleEndianBytes()
    let places = stride(from: 0, to: data.count, by: 4096).filter {
      data.count - $0 >= weights.count && Array(data[$0..<$0 + weights.count]) == weights
    }
    #expect(places.count == 1)
  }

  /// A model's file, written twice, is the same.
  @Test func theSameModelIsTheSameFile() throws {
    let folder = try TemporaryFolder()
    let model = CIFARResNet(depth: 8).initialize(seed: 3)
    for name in ["a", "b"] { try model.saveONNX(to: folder[name], input: [7, 32, 32, 3]) }
    #expect(try FileContents.read(folder["a"]) == FileContents.read(folder["b"]))
  }

  /// A convolution that two normalisations follow, as the heads of EfficientDet have it, takes in neither.
  @Test func sharedConvolutionsKeepTheirNormalizations() throws {
    final class Heads: Layer {
      let conv = Conv2d(2, 3, kernel: 3, padding: 1)
      let bn1 = BatchNorm(3)
      let bn2 = BatchNorm(3)
      func forward(_ x: Variable) -> Variable { bn1(conv(x)) * bn2(conv(x * 2)) }
    }
    let model = Heads().initialize(seed: 1)
    model.bn1.runningVar.value = Tensor([4, 0.25, 1])
    model.bn2.runningMean.value = Tensor([1, -1, 2])
    var export = ONNXExport()
    export.foldsNormalization = true
    let folder = try TemporaryFolder()
    try model.saveONNX(to: folder["net.onnx"], input: [1, 4, 4, 2], export)
    let back = try ONNXModel(contentsOf: folder["net.onnx"])
    let x = Tensor.normal([2, 4, 4, 2], from: RandomStream(seed: 4, name: "x"))
    #expect((back(x) - model(x)).scalars.allSatisfy { abs($0) < 1e-4 })
  }

  @Test func weightsCalledAsTheNetworksInputAreNamed() throws {
    final class Named: Layer {
      let input = Parameter([1], .zeros)
      func forward(_ x: Variable) -> Variable { x + input.variable(on: x) }
    }
    let error = #expect(throws: ONNXError.self) {
      try graph(Named().initialize(seed: 1), [1, 2])
    }
    #expect(error.map { "\($0)".hasPrefix("input: ") } ?? false)
  }
}
