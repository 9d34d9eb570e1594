import GradusAutodiff
import GradusTensors

extension GraphBuilder {
  /// The same elements under another shape, in the graph's order of axes as far as that goes: axes that
  /// are split or joined must stand beside each other there.
  func reshape(_ node: Int) throws -> GraphValue {
    let (source, value) = input(0, of: node)
    let (before, after) = (tape.nodes[source].shape, tape.nodes[node].shape)
    if isFlattening(source, node), value.axes == .permuted(AxisOrder.channelsFirst(4)),
      before[1] * before[2] > 1, before[3] > 1
    {
      let output = add("Flatten", [value.name], for: node, [.init("axis", .integer(1))])
      return GraphValue(
        name: output,
        axes: .flattenedMap(height: before[1], width: before[2], channels: before[3]))
    }
    guard let lengths = recording.fixedLengths(of: node),
      let axes = recording.reshaping(from: source, to: node)
    else {
      throw failure(
        node,
        "makes \(after) of \(before), which depends on the number of images in a way that ONNX "
          + "cannot say; keep axis 0 apart")
    }
    let (_, name, order) = arranged(0, of: node)
    // Axes of one element may stand anywhere.
    func counts(_ axis: Int) -> Bool { before[axis] != 1 || recording.isBatch(axis, of: source) }
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    let groups = axes.groups.sorted { a, b in
      func first(_ range: Range<Int>) -> Int {
        let counting = range.filter(counts)
        return (counting.isEmpty ? Array(range) : counting).map { places[$0]! }.min() ?? -1
      }
      let (placeA, placeB) = (first(a.source), first(b.source))
      return placeA != placeB ? placeA < placeB : a.target.lowerBound < b.target.lowerBound
    }
    let sorted = groups.flatMap { Array($0.source) }
    let isTurned = sorted.filter(counts) != order.filter(counts)
    let operand =
      isTurned ? ordered(GraphValue(name: name, axes: .permuted(order)), node, sorted) : name
    let target = groups.flatMap { Array($0.target) }
    let batches = target.filter { lengths[$0] == nil }
    guard batches.count <= 1 else {
      throw failure(node, "makes two axes of \(after) that depend on the number of images")
    }
    let first = (isTurned ? sorted : order).first
    // A length of 0 stands for the operand's own.
    let keepsFirst =
      if let first, let own = target.first {
        lengths[own] == nil && recording.isBatch(first, of: source) && before[first] == after[own]
      } else { false }
    if keepsFirst, target == [0, 1] {
      return GraphValue(
        name: add("Flatten", [operand], for: node, [.init("axis", .integer(1))]),
        axes: .permuted(target))
    }
    let shape = target.map { lengths[$0] ?? (keepsFirst ? 0 : -1) }
    return GraphValue(
      name: add("Reshape", [operand, integers(shape)], for: node), axes: .permuted(target))
  }

  /// Whether a node joins all axes of a batch of images but the first.
  private func isFlattening(_ source: Int, _ node: Int) -> Bool {
    let (before, after) = (tape.nodes[source].shape, tape.nodes[node].shape)
    return before.rank == 4 && after.rank == 2 && before[0] == after[0]
      && recording.isBatch(0, of: source) && recording.isBatch(0, of: node)
  }

  /// Nothing is computed: the axes only have other names.
  func permutation(_ node: Int) throws -> GraphValue {
    guard case .integers(let places)? = tape.nodes[node].operation.attributes["order"] else {
      throw failure(node, "has no attribute \"order\"")
    }
    let (_, name, order) = arranged(0, of: node)
    return GraphValue(
      name: name, axes: .permuted(order.map { axis in places.firstIndex(of: axis)! }))
  }

  func slice(_ node: Int) throws -> GraphValue {
    let attributes = tape.nodes[node].operation.attributes
    guard case .integers(let start)? = attributes["start"],
      case .integers(let end)? = attributes["end"]
    else { throw failure(node, "lacks one of the attributes start and end") }
    let (source, name, order) = arranged(0, of: node)
    let shape = tape.nodes[source].shape
    let cut = order.indices.filter { end[order[$0]] - start[order[$0]] != shape[order[$0]] }
    for place in cut where recording.isBatch(order[place], of: source) {
      throw failure(node, "takes some of the images, which depends on how many there are")
    }
    if cut.isEmpty { return GraphValue(name: name, axes: .permuted(order)) }
    let inputs = [
      name, integers(cut.map { start[order[$0]] }), integers(cut.map { end[order[$0]] }),
      integers(cut),
    ]
    return GraphValue(name: add("Slice", inputs, for: node), axes: .permuted(order))
  }

  func margin(_ node: Int) throws -> GraphValue {
    let attributes = tape.nodes[node].operation.attributes
    guard case .integers(let before)? = attributes["before"],
      case .integers(let after)? = attributes["after"],
      case .number(let value)? = attributes["value"]
    else { throw failure(node, "lacks one of the attributes before, after and value") }
    let (_, name, order) = arranged(0, of: node)
    let inputs = [
      name, integers(order.map { before[$0] } + order.map { after[$0] }), number(value, node),
    ]
    return GraphValue(
      name: add("Pad", inputs, for: node, [.init("mode", .text("constant"))]),
      axes: .permuted(order))
  }

  func concatenation(_ node: Int) throws -> GraphValue {
    guard case .integer(let axis)? = tape.nodes[node].operation.attributes["axis"] else {
      throw failure(node, "has no attribute \"axis\"")
    }
    let (_, _, order) = arranged(0, of: node)
    let names = tape.nodes[node].inputs.indices.map { place in
      ordered(input(place, of: node).value, node, order)
    }
    return GraphValue(
      name: add(
        "Concat", names, for: node, [.init("axis", .integer(order.firstIndex(of: axis)!))]),
      axes: .permuted(order))
  }

  func gathering(_ node: Int) throws -> GraphValue {
    let attributes = tape.nodes[node].operation.attributes
    guard case .integer(let axis)? = attributes["axis"],
      case .integers(let indices)? = attributes["indices"],
      recording.hasFixedAttribute("indices", node)
    else { throw failure(node, "takes slices that depend on the number of images") }
    let (_, name, order) = arranged(0, of: node)
    return GraphValue(
      name: add(
        "Gather", [name, integers(indices)], for: node,
        [.init("axis", .integer(order.firstIndex(of: axis)!))]), axes: .permuted(order))
  }

  func broadcast(_ node: Int) throws -> GraphValue {
    let (source, value, own) = arranged(0, of: node)
    let rank = tape.nodes[node].shape.rank
    let missing = rank - own.count
    let order = missing == 0 ? own : Array(0..<rank)
    let name =
      missing == 0
      ? value
      : ordered(GraphValue(name: value, axes: .permuted(own)), node, Array(0..<own.count))
    let shape = try order.map { axis in
      guard recording.isBatch(axis, of: node) else { return tape.nodes[node].shape[axis] }
      guard axis >= missing, recording.isBatch(axis - missing, of: source) else {
        throw failure(node, "repeats elements as often as there are images")
      }
      return 1
    }
    return GraphValue(
      name: add("Expand", [name, integers(shape)], for: node), axes: .permuted(order))
  }
}
