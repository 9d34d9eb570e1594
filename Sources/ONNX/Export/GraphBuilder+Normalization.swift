import GradusAutodiff
import GradusLayers
import GradusTensors

extension GraphBuilder {
  /// Batch normalisation with the statistics of its layer, then what is added and the activation.
  func normalization(_ node: Int) throws -> GraphValue {
    let operation = tape.nodes[node].operation
    guard let layer = tape.modules(around: node).last as? BatchNorm else {
      throw failure(node, "has statistics that no BatchNorm layer holds; normalise with one")
    }
    guard case .number(let epsilon)? = operation.attributes["epsilon"] else {
      throw failure(node, "has no attribute \"epsilon\"")
    }
    let (source, value) = input(0, of: node)
    let order = AxisOrder.channelsFirst(tape.nodes[source].shape.rank)
    var name: String
    if options.foldsNormalization, let folded = folded(layer, into: source, node) {
      name = folded
    } else {
      let inputs = [
        ordered(value, node, order), parameter(layer.weight, 1, "scale", layer, node),
        parameter(layer.bias, 0, "shift", layer, node),
        buffer(layer.runningMean, "running_mean", node),
        buffer(layer.runningVar, "running_var", node),
      ]
      name = add(
        "BatchNormalization", inputs, for: node, [.init("epsilon", .float(Float(epsilon)))])
    }
    if operation.isSet("adds") {
      let (_, addition) = input(tape.nodes[node].inputs.count - 1, of: node)
      name = add("Add", [name, ordered(addition, node, order)], for: node)
    }
    if operation.activation != .identity {
      guard case .elementwise(let expression)? = operation.activation.onnxForm else {
        throw failure(node, "ends with \(operation.activation), which has no form in ONNX")
      }
      name = try written(expression, [name], node)
    }
    return GraphValue(name: name, axes: .permuted(order))
  }

  private func parameter(
    _ parameter: Parameter?, _ value: Double, _ role: String, _ layer: BatchNorm, _ node: Int
  ) -> String {
    if let parameter,
      let place = tape.nodes[node].inputs.first(where: {
        $0.map { tape.nodes[$0].owner === parameter } ?? false
      }), let place, let known = values[place]
    {
      return known.name
    }
    let name = unique("\(path(node))/\(role)")
    graph.initializers.append(
      TensorMessage(name, layer.runningMean.value.filled(with: value)))
    return name
  }

  private func buffer(_ buffer: Buffer, _ name: String, _ node: Int) -> String {
    let full = path(node).isEmpty ? name : "\(path(node)).\(name)"
    if !graph.initializers.contains(where: { $0.name == full }) {
      graph.initializers.append(TensorMessage(full, buffer.value))
    }
    return full
  }

  /// The result of the convolution before a normalisation, whose weights take it in; nil where somebody
  /// else uses the convolution or its filter.
  private func folded(_ layer: BatchNorm, into source: Int, _ node: Int) -> String? {
    guard let place = producers[source], recording.uses[source] == 1,
      graph.nodes[place].operation == "Conv",
      let filter = graph.initializers.firstIndex(where: {
        $0.name == graph.nodes[place].inputs[1]
      }), case .tensor(let weights) = graph.initializers[filter].elements,
      isUsedOnce(graph.initializers[filter].name)
    else { return nil }
    let dtype = weights.dtype
    let factor =
      (layer.weight?.value.converted(to: .float64) ?? Tensor(1, dtype: .float64))
      / (layer.runningVar.value.converted(to: .float64) + layer.epsilon).squareRoot()
    var shift = layer.bias?.value.converted(to: .float64) ?? Tensor(0, dtype: .float64)
    var mean = layer.runningMean.value.converted(to: .float64)
    let name = graph.nodes[place].inputs[1]
    let stem = name.hasSuffix(".weight") ? String(name.dropLast(7)) : name
    var bias: String?
    if graph.nodes[place].inputs.count == 3 {
      guard
        let own = graph.initializers.firstIndex(where: {
          $0.name == graph.nodes[place].inputs[2]
        }), case .tensor(let values) = graph.initializers[own].elements,
        isUsedOnce(graph.initializers[own].name)
      else { return nil }
      mean = mean - values.converted(to: .float64)
      bias = graph.initializers.remove(at: own).name
      graph.nodes[place].inputs.removeLast()
    }
    shift = shift - mean * factor
    guard let kept = graph.initializers.firstIndex(where: { $0.name == name }) else { return nil }
    let scaled =
      weights.converted(to: .float64) * factor.reshaped(to: [factor.count, 1, 1, 1])
    graph.initializers[kept] = TensorMessage(name, scaled.converted(to: dtype))
    let sum = bias ?? unique("\(stem).bias")
    graph.initializers.append(TensorMessage(sum, shift.converted(to: dtype)))
    graph.nodes[place].inputs.append(sum)
    for member in [layer.weight, layer.bias] {
      guard let member,
        let leaf = tape.nodes[node].inputs.first(where: {
          $0.map { tape.nodes[$0].owner === member } ?? false
        }), let leaf, recording.uses[leaf] == 1, let value = values[leaf]
      else { continue }
      graph.initializers.removeAll { $0.name == value.name }
    }
    return graph.nodes[place].outputs[0]
  }

  /// Whether one operation alone takes a weight, of all that are to be written.
  private func isUsedOnce(_ weight: String) -> Bool {
    values.allSatisfy { node, value in value.name != weight || recording.uses[node] == 1 }
  }
}
