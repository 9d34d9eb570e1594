import GradusAutodiff
import GradusLayers
import GradusTensors

/// Writes the operations of a recorded run as operators of an ONNX graph.
final class GraphBuilder {
  let recording: InferenceRecording
  let options: ONNXExport
  /// What is written so far.
  var graph = GraphMessage()
  /// The values that stand for nodes of the tape.
  var values: [Int: GraphValue] = [:]
  /// The operators that made the values of nodes, where something may be added to them.
  var producers: [Int: Int] = [:]

  private let model: any Module
  /// The paths of the layers.
  let modulePaths: [ObjectIdentifier: String]
  private let parameterPaths: [ObjectIdentifier: String]
  /// The names that values, weights and operators have.
  var takenNames: Set<String> = []
  /// Constants that are written already, and values in other orders of axes.
  var numbers: [Double: String] = [:]
  var integerLists: [[Int]: String] = [:]
  var turned: [Turned: String] = [:]

  /// A value with its axes in another order.
  struct Turned: Hashable {
    let name: String
    let order: [Int]
  }

  var tape: Tape { recording.tape }

  init(_ model: any Module, _ recording: InferenceRecording, _ options: ONNXExport) {
    (self.model, self.recording, self.options) = (model, recording, options)
    modulePaths = Dictionary(
      model.modules.map { (ObjectIdentifier($0.module), $0.path) }, uniquingKeysWith: { a, _ in a })
    parameterPaths = Dictionary(
      model.parameters.map { (ObjectIdentifier($0.parameter), $0.path) },
      uniquingKeysWith: { a, _ in a })
    takenNames = Set(model.stateDictionary.names)
  }

  /// Writes all; the result is called `output`.
  func build(output: String) throws -> GraphMessage {
    graph.name = options.name
    for name in ["input", output] where !take(name) {
      throw ONNXError(
        place: name, operation: "saveONNX",
        "has a weight that is called as the network's own \(name) is; give it another name")
    }
    for node in recording.needed { values[node] = try write(node) }
    guard let result = values[recording.output] else {
      preconditionFailure("the result of the run was not written")
    }
    graph.inputs = [try value("input", recording.input, of: values[recording.input])]
    name(result, output, recording.output)
    graph.outputs = [try value(output, recording.output, of: values[recording.output])]
    return graph
  }

  private func write(_ node: Int) throws -> GraphValue {
    let operation = tape.nodes[node].operation
    if operation.kind == .leaf { return try leaf(node) }
    guard let form = operation.onnx else {
      throw failure(node, "has no form in ONNX; give its TapeOperation one (onnx:)")
    }
    switch form {
    case .elementwise(let expression): return try elementwise(node, expression)
    case .convolution: return try convolution(node)
    case .matrixProduct: return try matrixProduct(node)
    case .normalization: return try normalization(node)
    case .groupNormalization: return try groupNormalization(node)
    case .localResponse: return try localResponse(node)
    case .maxPool: return try maxPool(node)
    case .averagePool: return try averagePool(node)
    case .adaptiveAveragePool: return try adaptiveAveragePool(node)
    case .reduction(let name): return try reduction(node, name)
    case .variance: return try variance(node)
    case .alongLastAxis(let name): return try alongLastAxis(node, name)
    case .logSumExp: return try logSumExp(node)
    case .reshape: return try reshape(node)
    case .permutation: return try permutation(node)
    case .slice: return try slice(node)
    case .margin: return try margin(node)
    case .concatenation: return try concatenation(node)
    case .gathering: return try gathering(node)
    case .broadcast: return try broadcast(node)
    case .bilinearResizing: return try bilinearResizing(node)
    }
  }

  private func leaf(_ node: Int) throws -> GraphValue {
    let rank = tape.nodes[node].shape.rank
    if node == recording.input {
      return GraphValue(name: "input", axes: .permuted(AxisOrder.channelsFirst(rank)))
    }
    if let parameter = tape.nodes[node].owner as? Parameter {
      let name = parameterPaths[ObjectIdentifier(parameter)] ?? unique("parameter")
      // A row is an image of height 1, here as in the graph.
      let layout =
        parameter.pyTorchLayout == .rowFilter ? PyTorchLayout.filter : parameter.pyTorchLayout
      graph.initializers.append(TensorMessage(name, layout.toPyTorch(parameter.value)))
      return GraphValue(name: name, axes: layout.axisOrder(rank: rank))
    }
    guard let value = recording.constants[node] else {
      throw failure(node, "is a constant that is known only when the network runs")
    }
    let name = unique("constant")
    graph.initializers.append(TensorMessage(name, value))
    return GraphValue(name: name, axes: .native(rank))
  }

  private func value(
    _ name: String, _ node: Int, of known: GraphValue?
  ) throws -> ValueMessage {
    guard let lengths = recording.lengths(of: node) else {
      throw failure(node, "has a result whose size depends on the number of images in another way")
    }
    let order: [Int]
    if case .permuted(let axes)? = known?.axes { order = axes } else { order = [0, 1] }
    let kind = ElementKind(tape.nodes[node].dtype).rawValue
    return ValueMessage(
      name: name, kind: kind,
      dimensions: order.map { lengths[$0].map { .fixed($0) } ?? .named("batch") })
  }

  /// Calls the result of the graph by its name, channels first where it is images.
  private func name(_ result: GraphValue, _ name: String, _ node: Int) {
    var result = result
    let rank = tape.nodes[node].shape.rank
    if case .permuted(let order) = result.axes,
      order != Array(0..<rank), order != AxisOrder.channelsFirst(rank)
    {
      result.name = self.ordered(result, node, Array(0..<rank))
      result.axes = .native(rank)
    }
    if let place = graph.nodes.firstIndex(where: { $0.outputs.contains(result.name) }) {
      let old = result.name
      graph.nodes[place].outputs = graph.nodes[place].outputs.map { $0 == old ? name : $0 }
      for place in graph.nodes.indices {
        graph.nodes[place].inputs = graph.nodes[place].inputs.map { $0 == old ? name : $0 }
      }
    } else {
      graph.nodes.append(
        NodeMessage(name: name, operation: "Identity", inputs: [result.name], outputs: [name]))
    }
    values[node] = GraphValue(name: name, axes: result.axes)
  }
}

extension PyTorchLayout {
  /// How a parameter's axes in PyTorch's layout stand to ours.
  fileprivate func axisOrder(rank: Int) -> AxisOrder {
    switch self {
    case .same: .native(rank)
    case .filter, .rowFilter: .permuted([3, 2, 0, 1])
    case .transposed: .permuted([1, 0])
    case .transposedFeatureMap(let height, let width, let channels):
      .mapMatrix(height: height, width: width, channels: channels)
    }
  }
}
