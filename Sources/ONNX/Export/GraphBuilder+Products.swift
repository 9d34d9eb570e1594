import GradusAutodiff
import GradusLayers
import GradusTensors

extension GraphBuilder {
  /// Images, channels first.
  func images(_ place: Int, of node: Int) throws -> String {
    let (source, value) = input(place, of: node)
    guard tape.nodes[source].shape.rank == 4 else {
      throw failure(node, "takes images in ONNX, and has an input \(tape.nodes[source].shape)")
    }
    return ordered(value, node, AxisOrder.channelsFirst(4))
  }

  func convolution(_ node: Int) throws -> GraphValue {
    guard let geometry = tape.nodes[node].operation.convolutionGeometry else {
      throw failure(node, "has no attribute \"geometry\"")
    }
    let images = try images(0, of: node)
    let (source, filter) = input(1, of: node)
    let shape = tape.nodes[source].shape
    let padding = geometry.padding
    let output = add(
      "Conv", [images, ordered(filter, node, [3, 2, 0, 1])], for: node,
      [
        .init("dilations", .integers([geometry.dilation.height, geometry.dilation.width])),
        .init("group", .integer(geometry.groups)),
        .init("kernel_shape", .integers([shape[0], shape[1]])),
        .init("pads", .integers([padding.top, padding.left, padding.bottom, padding.right])),
        .init("strides", .integers([geometry.stride.height, geometry.stride.width])),
      ])
    producers[node] = graph.nodes.count - 1
    return GraphValue(name: output, axes: .permuted(AxisOrder.channelsFirst(4)))
  }

  func matrixProduct(_ node: Int) throws -> GraphValue {
    let operation = tape.nodes[node].operation
    let (left, right) = (input(0, of: node), input(1, of: node))
    let flags = (operation.isSet("transposeLHS"), operation.isSet("transposeRHS"))
    let ranks = [left, right].map { tape.nodes[$0.node].shape.rank }
    guard ranks == [2, 2] else {
      func matrices(_ side: (node: Int, value: GraphValue), _ isTransposed: Bool) -> String {
        let rank = tape.nodes[side.node].shape.rank
        let order = Array(0..<rank)
        return ordered(
          side.value, node, isTransposed ? order.dropLast(2) + [rank - 1, rank - 2] : order)
      }
      let product = add(
        "MatMul", [matrices(left, flags.0), matrices(right, flags.1)], for: node)
      return GraphValue(name: product, axes: .native(tape.nodes[node].shape.rank))
    }
    var (a, b) = (left.value, right.value)
    var turns = [flags.0, flags.1]
    if case .flattenedMap(let height, let width, let channels) = a.axes, turns == [false, false],
      b.axes == .mapMatrix(height: height, width: width, channels: channels)
    {
      turns = [false, true]
    } else {
      (a, b) = (unfolded(a, node), unfolded(b, node))
      turns = [
        turns[0] != (a.axes == .permuted([1, 0])), turns[1] != (b.axes == .permuted([1, 0])),
      ]
    }
    let product = add(
      "Gemm", [a.name, b.name], for: node,
      [
        .init("transA", .integer(turns[0] ? 1 : 0)), .init("transB", .integer(turns[1] ? 1 : 0)),
      ])
    producers[node] = graph.nodes.count - 1
    return GraphValue(name: product, axes: .native(2))
  }

  func localResponse(_ node: Int) throws -> GraphValue {
    let attributes = tape.nodes[node].operation.attributes
    guard case .integer(let size)? = attributes["size"],
      case .number(let alpha)? = attributes["alpha"],
      case .number(let beta)? = attributes["beta"], case .number(let k)? = attributes["k"]
    else { throw failure(node, "lacks one of the attributes size, alpha, beta and k") }
    guard size % 2 == 1 else {
      throw failure(
        node, "has a window of \(size) channels, which ONNX centres otherwise; use an odd number")
    }
    let output = add(
      "LRN", [try images(0, of: node)], for: node,
      [
        .init("alpha", .float(Float(alpha))), .init("beta", .float(Float(beta))),
        .init("bias", .float(Float(k))), .init("size", .integer(size)),
      ])
    return GraphValue(name: output, axes: .permuted(AxisOrder.channelsFirst(4)))
  }
}
