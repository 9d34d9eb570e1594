import GradusAutodiff
import GradusInterchange
import GradusLayers
import GradusTensors

extension Layer {
  /// Writes the layer as a network of ONNX, as it behaves in inference, with its weights; an old file is
  /// replaced in one step.
  ///
  ///     try model.saveONNX(to: "net.onnx", input: [1, 28, 28, 1])
  ///
  /// Opset 17; images are channels first there, as in PyTorch: the input is called `input`, the result
  /// `output`, of any number of images. Weights have the names and the layout of
  /// `stateDictionary(layout: .pyTorch)`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - input: the shape of a batch, `[n, h, w, c]`, of which n does not matter.
  ///   - export: how it is written.
  /// - Throws: `ONNXError` for an operation without a form in ONNX, `ShapeMismatch` for an input that the
  ///   layer does not take, `FileError`.
  public func saveONNX(to path: String, input: Shape, _ export: ONNXExport = ONNXExport()) throws {
    let dtype = try valueType(of: self)
    _ = try outputShape(for: input, dtype: dtype)
    let recording = try InferenceRecording(input, dtype: dtype) { self($0) }
    try write(recording, output: "output", to: path, export)
  }
}

extension Classifier {
  /// Writes the network as one of ONNX, as it behaves in inference, with its weights; an old file is
  /// replaced in one step.
  ///
  ///     try ResNet.resnet18().initialize(seed: 1).saveONNX(to: "net.onnx", input: [1, 224, 224, 3])
  ///
  /// Opset 17; images are channels first there, as in PyTorch: the input is called `input`, the result
  /// `logits`, of any number of images. Weights have the names and the layout of
  /// `stateDictionary(layout: .pyTorch)`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - input: the shape of a batch, `[n, h, w, c]`, of which n does not matter.
  ///   - export: how it is written.
  /// - Throws: `ONNXError` for an operation without a form in ONNX, `ShapeMismatch` for images that the
  ///   network does not take, `FileError`.
  public func saveONNX(to path: String, input: Shape, _ export: ONNXExport = ONNXExport()) throws {
    let dtype = try valueType(of: self)
    _ = try outputShape(for: input, dtype: dtype)
    let recording = try InferenceRecording(input, dtype: dtype) { self($0).logits }
    try write(recording, output: "logits", to: path, export)
  }
}

extension Module {
  fileprivate func write(
    _ recording: InferenceRecording, output: String, to path: String, _ export: ONNXExport
  ) throws {
    let builder = GraphBuilder(self, recording, export)
    var model = ModelMessage()
    (model.producer, model.producerVersion) = ("Gradus", GradusVersion.current)
    model.operatorSets = ["": 17]
    model.metadata = export.metadata
    model.graph = try builder.build(output: output)
    try ONNXWriter.write(model, to: path, largest: export.largestFile)
  }
}

/// The element type of a model's values.
private func valueType(of model: any Module) throws -> DType {
  for (name, value) in model.stateDictionary where value.isShapeOnly {
    throw ONNXError(
      place: name, operation: "saveONNX",
      "needs values, and there are none; call initialize(seed:) or load weights")
  }
  return model.stateDictionary.first?.value.dtype ?? .float32
}
