import GradusAutodiff
import GradusTensors

extension GraphBuilder {
  /// A function of elements; a bias that nothing else stands before joins its convolution or product.
  func elementwise(_ node: Int, _ expression: ONNXExpression) throws -> GraphValue {
    if tape.nodes[node].operation.kind == .addition, let biased = bias(node) { return biased }
    let (names, axes) = aligned(node)
    return GraphValue(name: try written(expression, names, node), axes: axes)
  }

  /// An expression of elements as operators; the name of its result.
  func written(
    _ expression: ONNXExpression, _ inputs: [String], _ node: Int
  ) throws -> String {
    switch expression {
    case .input(let place):
      guard inputs.indices.contains(place) else {
        throw failure(node, "names an input \(place) in its ONNX form that it does not have")
      }
      return inputs[place]
    case .number(let value): return number(value, node)
    case .attribute(let name):
      guard case .number(let value)? = tape.nodes[node].operation.attributes[name] else {
        throw failure(node, "names a number \(name) in its ONNX form that it does not have")
      }
      return number(value, node)
    case .call(let name, let operands, let attributes):
      return add(
        name, try operands.map { try written($0, inputs, node) }, for: node,
        attributes.sorted { $0.key < $1.key }.map { .init($0.key, .float(Float($0.value))) })
    }
  }

  /// The inputs of a node in one order of axes.
  private func aligned(_ node: Int) -> (names: [String], axes: AxisOrder) {
    let rank = tape.nodes[node].shape.rank
    let inputs = tape.nodes[node].inputs.indices.map { input($0, of: node) }
    let ranks = inputs.map { tape.nodes[$0.node].shape.rank }
    let leader = inputs.indices.first { ranks[$0] == rank } ?? 0
    var axes = inputs[leader].value.axes
    let isCommon = inputs.indices.allSatisfy { place in
      let own = inputs[place].value.axes
      if own == axes || ranks[place] == 0 { return true }
      guard case .permuted = axes, case .permuted = own else { return false }
      return ranks[place] == rank
        || ranks[place] == 1 && !recording.isBatch(0, of: inputs[place].node)
    }
    if !isCommon { axes = .native(rank) }
    guard case .permuted(let order) = axes else { return (inputs.map(\.value.name), axes) }
    let isNative = order == Array(0..<rank)
    let names = inputs.indices.map { place in
      let (source, value) = inputs[place]
      let own = tape.nodes[source].shape
      if ranks[place] == rank { return ordered(value, node, order) }
      if ranks[place] == 0 || isNative {
        return ordered(value, node, Array(0..<ranks[place]))
      }
      // A vector goes along the tape's last axis, wherever that is in the graph.
      let shape = order.map { $0 == rank - 1 ? own[0] : 1 }
      return add("Reshape", [value.name, integers(shape)], for: node)
    }
    return (names, axes)
  }

  /// The sum of a convolution or product and a vector, which becomes its bias; nil where it cannot.
  private func bias(_ node: Int) -> GraphValue? {
    let (source, value) = input(0, of: node)
    let (vector, bias) = input(1, of: node)
    guard tape.nodes[node].operation.onnx == tape.nodes[node].operation.plainAddition,
      let place = producers[source], recording.uses[source] == 1,
      ["Conv", "Gemm"].contains(graph.nodes[place].operation), graph.nodes[place].inputs.count == 2,
      tape.nodes[vector].operation.kind == .leaf, tape.nodes[vector].shape.rank == 1,
      tape.nodes[vector].shape[0] == tape.nodes[source].shape[-1]
    else { return nil }
    graph.nodes[place].inputs.append(bias.name)
    producers[node] = place
    return value
  }
}

extension TapeOperation {
  /// The form that a sum of two inputs has.
  fileprivate var plainAddition: ONNXForm {
    .elementwise(.call("Add", [.input(0), .input(1)]))
  }
}
