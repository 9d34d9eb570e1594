import GradusAutodiff
import GradusInterchange
import GradusLayers
import GradusTensors

/// A network read from a file of ONNX: a layer that runs, trains, is counted, drawn, watched and saved like
/// any other.
///
///     let model = try ONNXModel(contentsOf: "resnet18.onnx")
///     let logits = model(images)                  // images are [n, h, w, c], as everywhere here
///
/// Convolutions, normalisations and fully connected operators whose weights are in the file are layers of
/// this library, under the names that the weights have there; other weights are parameters too. Images are
/// channels last inside. Batch normalisation and dropout follow the tape's mode.
public final class ONNXModel: Layer, Container {
  /// An input or output: its name, and its shape as the file tells it, channels first; nil for an axis of
  /// any length.
  public struct Port: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The lengths of the axes; nil where the file does not say.
    public let shape: [Int?]?
  }

  /// What the network takes, without its weights.
  public let inputs: [Port]
  /// What it makes.
  public let outputs: [Port]
  /// The version of ONNX's set of operators.
  public let opset: Int
  /// The program that wrote the file.
  public let producer: String
  /// Free text by key.
  public let metadata: [String: String]
  /// The layers, by the names of their weights or operators.
  public let children: [(name: String, module: any Module)]

  let program: ONNXProgram

  /// Reads a network; files of weights beside it are read too.
  ///
  /// Throws `FileError`, `FormatError` for a file that is no network, and `ONNXError` for an operator that is
  /// not read, which names the node, the opset and the nearest operator that is.
  public convenience init(contentsOf path: String) throws {
    try self.init(bytes: FileContents.read(path), path: path)
  }

  /// Reads the bytes of a file, which errors call `path`; throws as `init(contentsOf:)` does.
  public init(bytes: [UInt8], path: String) throws {
    let message = try ModelMessage(bytes, path: path)
    do { program = try ONNXProgram(message, bytes, path: path) } catch let error as ONNXError {
      throw error.inFile(path)
    }
    children = program.children
    (opset, producer) = (program.opset, message.producer)
    metadata = Dictionary(message.metadata.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    inputs = program.inputs.map(Port.init)
    outputs = message.graph.outputs.map(Port.init)
    do { try checkPorts() } catch let error as ShapeMismatch {
      throw FormatError(path, .onnx, "\(error)")
    } catch let error as ONNXError { throw error.inFile(path) }
  }

  /// Runs the network on its one input, images `[n, h, w, c]` or values in ONNX's order of axes; its first
  /// output, likewise.
  ///
  /// Traps where the network has several inputs, and with the node where the input does not fit.
  public func forward(_ x: Variable) -> Variable {
    do {
      guard inputs.count == 1 else {
        throw ONNXError(
          place: "", operation: "forward",
          "takes one input, and the network has \(inputs.count); give them by name")
      }
      let kind = ElementKind(x.dtype)
      let value =
        x.rank == 4 && inputs[0].shape?.count ?? 4 == 4
        ? ONNXValue(images: x, kind) : ONNXValue(x, kind)
      let result = try program.run([value], dtype: x.dtype, outputs: 1)[0]
      return result.rank == 4
        ? result.variable(in: AxisOrder.channelsFirst(4)) : result.native
    } catch {
      Tensor.require(false, "\(error)")
      // Only a dry run lives to see it.
      return Variable(Tensor(shapeOnly: [1], dtype: x.dtype))
    }
  }

  /// Runs the network in inference on named inputs, in ONNX's order of axes, channels first; its outputs by
  /// name, likewise. Whole numbers and truth values are numbers, as `.float64` in the outputs.
  ///
  /// Throws `ONNXError` for an input that is missing or unknown, and where shapes do not fit.
  public func callAsFunction(_ values: [String: Tensor]) throws -> [String: Tensor] {
    for name in values.keys where !inputs.contains(where: { $0.name == name }) {
      throw ONNXError(
        place: "", operation: "run",
        "has no input \(name.quoted); it takes "
          + inputs.map(\.name.quoted).joined(separator: ", "))
    }
    let tape = Tape(.inference, recording: false)
    let arguments = try program.inputs.map { input -> ONNXValue in
      guard let tensor = values[input.name] else {
        throw ONNXError(place: "", operation: "run", "lacks the input \(input.name.quoted)")
      }
      let kind = ElementKind(rawValue: input.kind) ?? ElementKind(tensor.dtype)
      let dtype = kind.isFloating ? tensor.dtype : .float64
      return ONNXValue(tape.constant(tensor.converted(to: dtype)), kind)
    }
    do { try check(arguments) } catch let error as ShapeMismatch {
      throw ONNXError(place: "", operation: "run", "does not take these inputs: \(error)")
    }
    let dtype = arguments.first { $0.kind.isFloating }?.variable.dtype ?? .float32
    return try withExtendedLifetime(tape) {
      let results = try program.run(arguments, dtype: dtype, outputs: outputs.count)
      return Dictionary(
        zip(outputs, results).map { ($0.name, $1.native.value) }, uniquingKeysWith: { $1 })
    }
  }
}

extension ONNXModel.Port {
  init(_ value: ValueMessage) {
    name = value.name
    shape = value.dimensions.map {
      $0.map { if case .fixed(let length) = $0 { length } else { nil } }
    }
  }
}
