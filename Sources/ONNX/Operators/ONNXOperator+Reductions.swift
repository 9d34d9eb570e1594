import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Sums, means, extrema and norms along axes.
  static let reductions: [ONNXOperator] = [
    reduction("ReduceSum") { $0.sum(axes: $1, keepingAxes: true) },
    reduction("ReduceMean") { $0.mean(axes: $1, keepingAxes: true) },
    reduction("ReduceMax", empty: -.infinity) { $0.maximum(axes: $1, keepingAxes: true) },
    reduction("ReduceMin", empty: .infinity) { $0.minimum(axes: $1, keepingAxes: true) },
    reduction("ReduceSumSquare") { $0.squared().sum(axes: $1, keepingAxes: true) },
    reduction("ReduceL1") { $0.absolute().sum(axes: $1, keepingAxes: true) },
    reduction("ReduceL2") { $0.squared().sum(axes: $1, keepingAxes: true).squareRoot() },
    reduction("ReduceLogSum") { $0.sum(axes: $1, keepingAxes: true).log() },
    reduction("ReduceLogSumExp", empty: -.infinity) { x, axes in
      let most = x.maximum(axes: axes, keepingAxes: true).detached
      return (x - most).exp().sum(axes: axes, keepingAxes: true).log() + most
    },
    reduction("ReduceProd", empty: 1) { x, axes in
      axes.reduce(x) { x, axis in
        (0..<x.shape[axis]).dropFirst().reduce(x.sliced(axis: axis, 0..<min(1, x.shape[axis]))) {
          $0 * x.sliced(axis: axis, $1..<$1 + 1)
        }
      }
    },
    one("ArgMax") { try $0.extremum(-1) }, one("ArgMin") { try $0.extremum(1) },
    ONNXOperator("TopK") { try $0.greatest() },
    one("CumSum") { try $0.runningSum() },
  ]

  private static func reduction(
    _ name: String, empty: Double = 0,
    _ function: @Sendable @escaping (Variable, [Int]) -> Variable
  ) -> ONNXOperator {
    one(name) { call in
      let value = try call.value(0)
      var axes = try call.axesAnywhere(rank: value.rank) ?? []
      if axes.isEmpty {
        if try call.integer("noop_with_empty_axes", 0) == 1 {
          return ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd"].contains(name)
            ? value : value.with(function(value.variable, []))
        }
        axes = Array(0..<value.rank)
      }
      let x = value.native
      let kept = x.shape.dimensions.indices.map { axes.contains($0) ? 1 : x.shape[$0] }
      let shape =
        try call.integer("keepdims", 1) == 1
        ? kept : kept.indices.filter { !axes.contains($0) }.map { kept[$0] }
      if name == "ReduceProd" { try axes.forEach { try call.allow(64 * x.shape[$0]) } }
      let isEmpty = axes.contains { x.shape[$0] == 0 }
      guard
        !isEmpty
          || ["ReduceSum", "ReduceSumSquare", "ReduceL1", "ReduceL2", "ReduceLogSum"]
            .contains(name)
      else {
        return ONNXValue(
          Variable(
            Tensor.full(
              try call.madeShape(shape),
              value.kind == .bool ? max(0, min(1, empty)) : empty, dtype: x.dtype)), value.kind)
      }
      return ONNXValue(
        function(x, axes).reshaped(to: try call.shape(shape)), value.kind)
    }
  }
}

extension ONNXCall {
  /// A value with one axis moved to the end.
  private func lastAxis(
    _ x: Variable, _ axis: Int
  ) -> (moved: Variable, back: [Int]) {
    var order = Array(0..<x.rank)
    order.remove(at: axis)
    order.append(axis)
    let back = order.indices.map { place in order.firstIndex(of: place)! }
    return (x.permuted(order), back)
  }

  fileprivate func extremum(_ sign: Double) throws -> ONNXValue {
    let x = try native(0)
    let axis = try axis(integer("axis", 0), rank: x.rank)
    let takesLast = try integer("select_last_index", 0) == 1
    var kept = x.shape.dimensions
    let length = kept[axis]
    try require(length > 0, "has no elements along axis \(axis)")
    kept[axis] = 1
    let shape =
      try integer("keepdims", 1) == 1 ? kept : kept.indices.filter { $0 != axis }.map { kept[$0] }
    guard !x.isShapeOnly else {
      return ONNXValue(Variable(Tensor(shapeOnly: try self.shape(shape), dtype: .float64)), .int64)
    }
    let (moved, _) = lastAxis(x, axis)
    var rows = moved.value
    if sign > 0 { rows = -rows }
    if takesLast { rows = rows.gathered(Array((0..<length).reversed()), axis: -1) }
    let places = rows.argMax().map { Double(takesLast ? length - 1 - $0 : $0) }
    return ONNXValue(
      Variable(Tensor(places, shape: try self.shape(shape), dtype: .float64)), .int64)
  }

  fileprivate func greatest() throws -> [ONNXValue] {
    let value = try value(0)
    let x = value.native
    let axis = try axis(integer("axis", -1), rank: x.rank)
    let count = has(1) ? try integers(1).first ?? 0 : try integer("k", 0)
    try require(
      count >= 0 && count <= x.shape[axis], "takes \(count) of \(x.shape[axis]) elements")
    let isLargest = try integer("largest", 1) == 1
    let (moved, back) = lastAxis(isLargest ? x : -x, axis)
    var lengths = moved.shape.dimensions
    lengths[lengths.count - 1] = count
    guard !x.isShapeOnly, count > 0 else {
      let shape = Shape(lengths)
      return [
        ONNXValue(Variable(Tensor(shapeOnly: shape, dtype: x.dtype)).permuted(back), value.kind),
        ONNXValue(Variable(Tensor(shapeOnly: shape, dtype: .float64)).permuted(back), .int64),
      ]
    }
    let (best, indices) = moved.topK(count)
    let places = Tensor(indices.map(Double.init), shape: Shape(lengths), dtype: .float64)
    return [
      ONNXValue((isLargest ? best : -best).permuted(back), value.kind),
      ONNXValue(Variable(places).permuted(back), .int64),
    ]
  }

  /// Sums of everything before and at each place.
  fileprivate func runningSum() throws -> ONNXValue {
    let value = try value(0)
    let axis = try axis(integers(1).first ?? 0, rank: value.rank)
    let (exclusive, reverse) = (try integer("exclusive", 0) == 1, try integer("reverse", 0) == 1)
    let sums = value.native.cumulativeSum(axis: axis, reversed: reverse)
    let length = sums.shape[axis]
    guard exclusive, length > 0 else { return ONNXValue(sums, value.kind) }
    // Each place has its neighbour's sum, and the one without a neighbour 0.
    var (before, after) = (
      [Int](repeating: 0, count: sums.rank), [Int](repeating: 0, count: sums.rank)
    )
    if reverse { after[axis] = 1 } else { before[axis] = 1 }
    let neighbours = sums.sliced(axis: axis, reverse ? 1..<length : 0..<length - 1)
    return ONNXValue(
      neighbours.padded(before: before, after: after, value: 0), value.kind)
  }
}
