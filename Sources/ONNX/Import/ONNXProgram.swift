import GradusAutodiff
import GradusInterchange
import GradusLayers
import GradusTensors

/// The operators of a network in the order they run, with the layers that hold its weights.
final class ONNXProgram {
  /// What is done for one operator.
  struct Step {
    let node: NodeMessage
    /// The layer that does it with weights of its own; nil where the operator is computed.
    let layer: (any Layer)?
    /// Where the layer is found by those who watch, if it has none.
    let scope: ONNXNode?
    let operation: ONNXOperator
    /// Values that nobody uses afterwards.
    var ending: [String] = []
  }

  let opset: Int
  /// What must be given.
  let inputs: [ValueMessage]
  let children: [(name: String, module: any Module)]

  private(set) var steps: [Step] = []
  let outputs: [String]
  private(set) var constants: [String: (tensor: Tensor, kind: ElementKind)] = [:]
  private(set) var weights: [String: ONNXWeight] = [:]
  let bytes: [UInt8]
  let path: String

  /// Makes a program of a file; throws `FormatError` and `ONNXError`.
  init(_ model: ModelMessage, _ bytes: [UInt8], path: String) throws {
    opset = model.operatorSets[""] ?? 1
    (self.bytes, self.path) = (bytes, path)
    guard opset >= 7 else {
      throw FormatError(
        path, .onnx,
        "it is of opset \(opset), and 7 is the oldest that is read; convert it with onnx")
    }
    let graph = model.graph
    outputs = graph.outputs.map(\.name)
    var builder = ONNXLayers(opset: opset, graph.nodes)
    var tensors: [String: (tensor: Tensor, kind: ElementKind)] = [:]
    for message in graph.initializers {
      tensors[message.name] = try message.value(in: bytes, path: path)
    }
    inputs = graph.inputs.filter { tensors[$0.name] == nil }
    var known = Set(tensors.keys)
    for input in inputs where !known.insert(input.name).inserted {
      throw FormatError(path, .onnx, "the input \(input.name.quoted) is there twice")
    }
    known.insert("")
    for node in graph.nodes {
      let operation = try Self.operation(of: node, opset: opset)
      for input in node.inputs where !known.contains(input) {
        throw Self.failure(node, opset, "takes \(input.quoted), which nothing before it makes")
      }
      for output in node.outputs where !output.isEmpty && !known.insert(output).inserted {
        throw Self.failure(node, opset, "makes \(output.quoted), which is there already")
      }
      if let layer = builder.layer(for: node, tensors) {
        steps.append(Step(node: node, layer: layer, scope: nil, operation: operation))
      } else {
        let scope = builder.scope(for: node)
        steps.append(Step(node: node, layer: nil, scope: scope, operation: operation))
      }
    }
    for output in outputs where !known.contains(output) {
      throw FormatError(path, .onnx, "the output \(output.quoted) is made by nothing")
    }
    var uses: [String: [NodeMessage]] = [:]
    for step in steps where step.layer == nil {
      for name in step.node.inputs where tensors[name] != nil {
        uses[name, default: []].append(step.node)
      }
    }
    for (name, value) in graph.initializers.compactMap({ message in
      tensors.removeValue(forKey: message.name).map { (message.name, $0) }
    }) {
      let users = uses[name] ?? []
      guard !users.isEmpty || outputs.contains(name) else { continue }
      if value.kind.isFloating, value.tensor.count > 1,
        users.allSatisfy({ ONNXLayers.trains($0, name) })
      {
        weights[name] = builder.weight(name, value.tensor)
      } else {
        constants[name] = value
      }
    }
    children = builder.children
    endValues()
  }

  private static func operation(of node: NodeMessage, opset: Int) throws -> ONNXOperator {
    guard node.domain.isEmpty, let operation = ONNXOperator.all[node.operation] else {
      let nearest = ONNXOperator.nearest(to: node.operation)
      let home = node.domain.isEmpty ? "" : "of \(node.domain.quoted) "
      throw failure(
        node, opset,
        "\(home)is not read" + (nearest.map { "; the nearest that is: \($0)" } ?? ""))
    }
    return operation
  }

  private static func failure(_ node: NodeMessage, _ opset: Int, _ problem: String) -> ONNXError {
    ONNXCall(
      node: node, inputs: [], opset: opset, dtype: .float32,
      tensor: { _ in (Tensor(0), .float32) }
    ).failure(problem)
  }

  /// Finds out after which step each value is no longer used.
  private func endValues() {
    var seen = Set(outputs)
    for place in steps.indices.reversed() {
      for name in steps[place].node.inputs + steps[place].node.outputs
      where !name.isEmpty && seen.insert(name).inserted {
        steps[place].ending.append(name)
      }
    }
  }
}
