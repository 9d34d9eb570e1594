import GradusAutodiff
import GradusTensors

extension ONNXCall {
  /// The operator Pad.
  func pad() throws -> ONNXValue {
    let value = try value(0)
    let given = try integers("pads") ?? integers(1)
    let axes =
      has(3)
      ? try integers(3).map { try axis($0, rank: value.rank) } : Array(0..<value.rank)
    try require(
      given.count == 2 * axes.count && Set(axes).count == axes.count
        && given.allSatisfy { (-Self.mostMade...Self.mostMade).contains($0) },
      "has \(given.count) margins for \(axes.count) axes")
    var (before, after) = (
      [Int](repeating: 0, count: value.rank), [Int](repeating: 0, count: value.rank)
    )
    for (place, axis) in axes.enumerated() {
      (before[value.order[axis]], after[value.order[axis]]) = (
        given[place], given[place + axes.count]
      )
    }
    var x = value.variable
    let lengths = x.shape.dimensions.indices.map { x.shape[$0] + before[$0] + after[$0] }
    try require(lengths.allSatisfy { $0 >= 0 }, "takes away more than there is of \(value.shape)")
    _ = try x.isShapeOnly ? shape(lengths) : madeShape(lengths)
    let mode = try text("mode", "constant")
    if mode == "constant" {
      let number = has(2) ? try self.number(2) : try float("value", 0)
      // Negative margins are cut off.
      x = x.sliced(
        x.shape.dimensions.indices.map {
          let (start, end) = (max(0, -before[$0]), x.shape[$0] - max(0, -after[$0]))
          return min(start, max(0, end))..<max(min(start, max(0, end)), end)
        })
      return value.with(
        x.padded(before: before.map { max(0, $0) }, after: after.map { max(0, $0) }, value: number))
    }
    try require(["reflect", "edge", "wrap"].contains(mode), "has the mode \(mode.onOneLine())")
    for axis in 0..<x.rank where before[axis] != 0 || after[axis] != 0 {
      let length = x.shape[axis]
      try require(length > 0, "has nothing to repeat along an axis of \(value.shape)")
      try allow(length + max(0, before[axis]) + max(0, after[axis]))
      let indices = (-before[axis]..<max(-before[axis], length + after[axis])).map { place -> Int in
        switch mode {
        case "edge": return min(length - 1, max(0, place))
        case "wrap": return ((place % length) + length) % length
        default:
          let period = max(1, 2 * (length - 1))
          let inside = ((place % period) + period) % period
          return inside < length ? inside : period - inside
        }
      }
      x = x.gathered(indices, axis: axis)
    }
    return value.with(x)
  }
}
