import GradusAutodiff
import GradusTensors

extension GraphBuilder {
  /// An input whose axes are in some order, its name and the order.
  func arranged(_ place: Int, of node: Int) -> (node: Int, name: String, order: [Int]) {
    let (source, value) = input(place, of: node)
    let unfolded = unfolded(value, node)
    guard case .permuted(let order) = unfolded.axes else {
      preconditionFailure("axes are in order once they are unfolded")
    }
    return (source, unfolded.name, order)
  }

  func reduction(_ node: Int, _ name: String) throws -> GraphValue {
    let (source, value, order) = arranged(0, of: node)
    return try reduced(name, value, order, source, node)
  }

  /// E((x - E x)²).
  func variance(_ node: Int) throws -> GraphValue {
    let (_, value, order) = arranged(0, of: node)
    let axes = try axes(node).map { order.firstIndex(of: $0)! }.sorted()
    let mean = add(
      "ReduceMean", [value], for: node,
      [.init("axes", .integers(axes)), .init("keepdims", .integer(1))])
    let distance = add("Sub", [value, mean], for: node)
    let square = add("Mul", [distance, distance], for: node)
    return try reduced("ReduceMean", square, order, input(0, of: node).node, node)
  }

  private func axes(_ node: Int) throws -> [Int] {
    guard case .integers(let axes)? = tape.nodes[node].operation.attributes["axes"] else {
      throw failure(node, "has no attribute \"axes\"")
    }
    return axes
  }

  private func reduced(
    _ name: String, _ value: String, _ order: [Int], _ source: Int, _ node: Int
  ) throws -> GraphValue {
    let axes = try axes(node)
    let places = axes.map { order.firstIndex(of: $0)! }.sorted()
    let keeps = tape.nodes[node].shape.rank == tape.nodes[source].shape.rank && !axes.isEmpty
    let keepsAttribute = AttributeMessage("keepdims", .integer(keeps ? 1 : 0))
    // Of opset 17, the sum alone takes its axes as an input.
    let output =
      name == "ReduceSum"
      ? add(name, [value, integers(places)], for: node, [keepsAttribute])
      : add(name, [value], for: node, [.init("axes", .integers(places)), keepsAttribute])
    if keeps { return GraphValue(name: output, axes: .permuted(order)) }
    let left = order.filter { !axes.contains($0) }
    let ranks = left.sorted()
    return GraphValue(name: output, axes: .permuted(left.map { ranks.firstIndex(of: $0)! }))
  }

  func alongLastAxis(_ node: Int, _ name: String) throws -> GraphValue {
    let (_, value, order) = arranged(0, of: node)
    let place = order.firstIndex(of: order.count - 1)!
    return GraphValue(
      name: add(name, [value], for: node, [.init("axis", .integer(place))]),
      axes: .permuted(order))
  }

  func logSumExp(_ node: Int) throws -> GraphValue {
    let (_, value, order) = arranged(0, of: node)
    let place = order.firstIndex(of: order.count - 1)!
    let output = add(
      "ReduceLogSumExp", [value], for: node,
      [.init("axes", .integers([place])), .init("keepdims", .integer(0))])
    return GraphValue(name: output, axes: .permuted(order.filter { $0 != order.count - 1 }))
  }
}
