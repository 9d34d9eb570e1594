import GradusAutodiff
import GradusTensors

extension ONNXCall {
  /// The operator Slice.
  func slice() throws -> ONNXValue {
    let value = try value(0)
    let starts = try integers("starts") ?? integers(1)
    let ends = try integers("ends") ?? integers(2)
    let axes = try integers("axes") ?? (has(3) ? integers(3) : Array(starts.indices))
    let steps = has(4) ? try integers(4) : starts.map { _ in 1 }
    try require(
      starts.count == ends.count && axes.count == starts.count && steps.count == starts.count,
      "has \(starts.count) starts, \(ends.count) ends, \(axes.count) axes and \(steps.count) steps")
    var x = value.variable
    var seen: Set<Int> = []
    for place in starts.indices {
      let axis = try axis(axes[place], rank: value.rank)
      try require(seen.insert(axis).inserted, "has axis \(axis) twice")
      let (own, length, step) = (value.order[axis], value.shape[axis], steps[place])
      try require(step != 0 && step > Int.min, "has steps of \(step)")
      func bounded(_ place: Int, _ range: ClosedRange<Int>) -> Int {
        let (sum, overflow) = place < 0 ? place.addingReportingOverflow(length) : (place, false)
        return min(range.upperBound, max(range.lowerBound, overflow ? Int.min : sum))
      }
      if step > 0 {
        let (start, end) = (bounded(starts[place], 0...length), bounded(ends[place], 0...length))
        if step == 1 {
          x = x.sliced(axis: own, start..<max(start, end))
        } else {
          try allow((end - start) / step)
          x = x.gathered(Array(stride(from: start, to: end, by: step)), axis: own)
        }
      } else {
        let start = bounded(starts[place], -1...max(-1, length - 1))
        let end = bounded(ends[place], -1...max(-1, length - 1))
        try allow(start - end)
        x = x.gathered(Array(stride(from: start, to: end, by: step)), axis: own)
      }
    }
    return value.with(x)
  }
}
