import GradusAutodiff
import GradusTensors

extension GraphBuilder {
  /// Normalisation of each image by groups of channels: the layer normalisation of ONNX for rows of features,
  /// its instance normalisation for channels by themselves and, once each group is an axis of its own, for
  /// groups; root mean squares are written out.
  ///
  /// ONNX has a `GroupNormalization` too, but of opset 18 its scales were of groups, and of 21 of channels.
  func groupNormalization(_ node: Int) throws -> GraphValue {
    let operation = tape.nodes[node].operation
    guard case .integer(let groups)? = operation.attributes["groups"],
      case .number(let epsilon)? = operation.attributes["epsilon"]
    else { throw failure(node, "lacks one of the attributes groups and epsilon") }
    let shape = tape.nodes[node].shape
    let (rank, channels, order) = (
      shape.rank, shape[-1], AxisOrder.channelsFirst(tape.nodes[node].shape.rank)
    )
    let value = ordered(input(0, of: node).value, node, order)
    let scale = operation.isSet("scales") ? vector(1, of: node) : nil
    let shift = operation.isSet("shifts") ? vector(scale == nil ? 1 : 2, of: node) : nil
    let epsilons = AttributeMessage("epsilon", .float(Float(epsilon)))
    if operation.isSet("centres"), rank == 2, groups == 1 {
      return GraphValue(
        name: add(
          "LayerNormalization",
          [value, scale ?? constants(1, channels, node)] + (shift.map { [$0] } ?? []), for: node,
          [.init("axis", .integer(1)), epsilons]), axes: .permuted(order))
    }
    if operation.isSet("centres"), rank > 2, groups == channels {
      let parts = [
        scale ?? constants(1, channels, node), shift ?? constants(0, channels, node),
      ]
      return GraphValue(
        name: add("InstanceNormalization", [value] + parts, for: node, [epsilons]),
        axes: .permuted(order))
    }
    let isGrouped = rank > 2 || groups > 1
    var name = isGrouped ? add("Reshape", [value, integers([0, groups, -1])], for: node) : value
    if operation.isSet("centres") {
      name = add(
        "InstanceNormalization", [name, constants(1, groups, node), constants(0, groups, node)],
        for: node, [epsilons])
    } else {
      let square = add("Mul", [name, name], for: node)
      let mean = add(
        "ReduceMean", [square], for: node,
        [.init("axes", .integers([-1])), .init("keepdims", .integer(1))])
      let root = add("Sqrt", [add("Add", [mean, number(epsilon, node)], for: node)], for: node)
      name = add("Div", [name, root], for: node)
    }
    if isGrouped {
      let lengths = recording.fixedLengths(of: node) ?? []
      let rest = order.dropFirst().compactMap { lengths.indices.contains($0) ? lengths[$0] : nil }
      guard rest.count == rank - 1 else {
        throw failure(
          node, "normalises \(shape), of which more than axis 0 depends on the number of images")
      }
      name = add("Reshape", [name, integers([0] + rest)], for: node)
    }
    for (factor, change) in [(scale, "Mul"), (shift, "Add")] {
      guard let factor else { continue }
      // A vector goes along the channels, behind which pixels stand.
      let spread =
        rank == 2
        ? factor
        : add(
          "Reshape", [factor, integers([channels] + [Int](repeating: 1, count: rank - 2))],
          for: node)
      name = add(change, [name, spread], for: node)
    }
    return GraphValue(name: name, axes: .permuted(order))
  }

  /// An input that is a vector.
  private func vector(_ place: Int, of node: Int) -> String {
    ordered(input(place, of: node).value, node, [0])
  }

  /// A vector of one number that nobody trains.
  private func constants(_ value: Double, _ count: Int, _ node: Int) -> String {
    let vector = Tensor.zeros([count], dtype: tape.nodes[node].dtype).filled(with: value)
    return add("Constant", [], for: node, [.init("value", .tensor(TensorMessage("", vector)))])
  }
}
