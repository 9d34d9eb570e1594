import GradusAutodiff
import GradusTensors

extension GraphBuilder {
  /// How far windows reach beyond an image below and at the right, where they reach further than its
  /// padding: sizes are fixed, so that no rule of rounding up is needed.
  private struct Reach {
    let bottom: Int, right: Int
    let overhangs: Bool

    init(_ geometry: PoolingGeometry, _ input: Shape, _ output: Shape) {
      func reach(_ count: Int, _ stride: Int, _ kernel: Int, _ length: Int, _ before: Int) -> Int {
        (count - 1) * stride + kernel - length - before
      }
      let rows = reach(
        output[1], geometry.stride.height, geometry.kernel.height, input[1], geometry.padding.top)
      let columns = reach(
        output[2], geometry.stride.width, geometry.kernel.width, input[2], geometry.padding.left)
      overhangs = rows > geometry.padding.bottom || columns > geometry.padding.right
      (bottom, right) = (max(rows, geometry.padding.bottom), max(columns, geometry.padding.right))
    }
  }

  private func geometry(_ node: Int) throws -> (PoolingGeometry, Reach) {
    guard let geometry = tape.nodes[node].operation.poolingGeometry,
      let source = tape.nodes[node].inputs[0]
    else { throw failure(node, "has no attribute \"geometry\"") }
    return (geometry, Reach(geometry, tape.nodes[source].shape, tape.nodes[node].shape))
  }

  private func windows(_ geometry: PoolingGeometry, _ pads: [Int]) -> [AttributeMessage] {
    [
      .init("kernel_shape", .integers([geometry.kernel.height, geometry.kernel.width])),
      .init("pads", .integers(pads)),
      .init("strides", .integers([geometry.stride.height, geometry.stride.width])),
    ]
  }

  func maxPool(_ node: Int) throws -> GraphValue {
    let (geometry, reach) = try geometry(node)
    let output = add(
      "MaxPool", [try images(0, of: node)], for: node,
      windows(
        geometry, [geometry.padding.top, geometry.padding.left, reach.bottom, reach.right]))
    return GraphValue(name: output, axes: .permuted(AxisOrder.channelsFirst(4)))
  }

  func averagePool(_ node: Int) throws -> GraphValue {
    let (geometry, reach) = try geometry(node)
    var images = try images(0, of: node)
    let padding = geometry.padding
    var pads = [padding.top, padding.left, reach.bottom, reach.right]
    var counts = geometry.countsPadding
    if counts, reach.overhangs {
      // Padding counts as zeros and what hangs over it does not: the zeros become pixels.
      images = add(
        "Pad",
        [
          images, integers([0, 0, padding.top, padding.left, 0, 0, padding.bottom, padding.right]),
        ],
        for: node)
      pads = [0, 0, reach.bottom - padding.bottom, reach.right - padding.right]
      counts = false
    }
    let output = add(
      "AveragePool", [images], for: node,
      windows(geometry, pads) + [.init("count_include_pad", .integer(counts ? 1 : 0))])
    return GraphValue(name: output, axes: .permuted(AxisOrder.channelsFirst(4)))
  }

  /// A mean of everything, windows of one size, or products with matrices of means.
  func adaptiveAveragePool(_ node: Int) throws -> GraphValue {
    let images = try images(0, of: node)
    let source = tape.nodes[input(0, of: node).node].shape
    let target = tape.nodes[node].shape
    let axes = AxisOrder.permuted(AxisOrder.channelsFirst(4))
    if target[1] == 1, target[2] == 1 {
      return GraphValue(name: add("GlobalAveragePool", [images], for: node), axes: axes)
    }
    if source[1] % target[1] == 0, source[2] % target[2] == 0 {
      let steps = [source[1] / target[1], source[2] / target[2]]
      if steps == [1, 1] { return GraphValue(name: images, axes: axes) }
      let output = add(
        "AveragePool", [images], for: node,
        [.init("kernel_shape", .integers(steps)), .init("strides", .integers(steps))])
      return GraphValue(name: output, axes: axes)
    }
    let columns = constant(
      Self.means(source[2], target[2], tape.nodes[node].dtype).transposed(), "means")
    let rows = constant(Self.means(source[1], target[1], tape.nodes[node].dtype), "means")
    let narrowed = add("MatMul", [images, columns], for: node)
    return GraphValue(name: add("MatMul", [rows, narrowed], for: node), axes: axes)
  }

  /// The matrix that takes `length` values to the means of `count` windows.
  private static func means(_ length: Int, _ count: Int, _ dtype: DType) -> Tensor {
    var values = [Double](repeating: 0, count: length * count)
    for window in 0..<count {
      let (start, end) = (window * length / count, ((window + 1) * length + count - 1) / count)
      for place in start..<end { values[window * length + place] = 1 / Double(end - start) }
    }
    return Tensor(values, shape: [count, length], dtype: dtype)
  }

  /// An initialiser with given values; its name.
  func constant(_ value: Tensor, _ wish: String) -> String {
    let name = unique(wish)
    graph.initializers.append(TensorMessage(name, value))
    return name
  }

  func bilinearResizing(_ node: Int) throws -> GraphValue {
    let images = try images(0, of: node)
    let target = tape.nodes[node].shape
    let shape = add("Shape", [images], for: node)
    let leading = add("Slice", [shape, integers([0]), integers([2])], for: node)
    let sizes = add(
      "Concat", [leading, integers([target[1], target[2]])], for: node,
      [.init("axis", .integer(0))])
    let output = add(
      "Resize", [images, "", "", sizes], for: node,
      [
        .init("coordinate_transformation_mode", .text("half_pixel")),
        .init("mode", .text("linear")),
      ])
    return GraphValue(name: output, axes: .permuted(AxisOrder.channelsFirst(4)))
  }
}
