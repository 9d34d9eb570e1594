import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// The same elements under other shapes, and shapes as values.
  static let shapes: [ONNXOperator] = [
    one("Shape") { call in
      let shape = try call.value(0).shape
      func bounded(_ place: Int) -> Int {
        min(shape.count, max(0, place < 0 ? place + shape.count : place))
      }
      let (start, end) = (
        bounded(try call.integer("start", 0)), bounded(try call.integer("end", shape.count))
      )
      return ONNXValue(Array(shape[start..<max(start, end)]))
    },
    one("Size") { call in
      let value = try call.value(0)
      return ONNXValue(Variable(Tensor(Double(value.variable.count), dtype: .float64)), .int64)
    },
    one("Reshape") { call in
      let wanted = try call.has(1) ? call.integers(1) : call.integers("shape") ?? []
      let value = try call.value(0)
      let own = value.shape
      let keepsZeros = try call.integer("allowzero", 0) == 1
      var lengths = try wanted.enumerated().map { place, length in
        guard length == 0, !keepsZeros else { return length }
        try call.require(place < own.count, "keeps axis \(place) of \(own)")
        return own[place]
      }
      if let free = lengths.firstIndex(of: -1) {
        lengths[free] = 1
        let known = try call.shape(lengths).count
        lengths[free] = known == 0 ? 0 : value.variable.count / known
      }
      return try call.reshaped(value, to: lengths)
    },
    one("Flatten") { call in
      let value = try call.value(0)
      let axis = try call.integer("axis", 1)
      try call.require(
        (-value.rank...value.rank).contains(axis), "has the axis \(axis) of \(value.shape)")
      let split = axis < 0 ? axis + value.rank : axis
      return try call.reshaped(
        value,
        to: [value.shape[..<split].reduce(1, *), value.shape[split...].reduce(1, *)])
    },
    one("Squeeze") { call in
      let value = try call.value(0)
      let axes =
        try call.axesAnywhere(rank: value.rank)
        ?? value.shape.indices.filter { value.shape[$0] == 1 }
      for axis in axes {
        try call.require(value.shape[axis] == 1, "takes away axis \(axis) of \(value.shape)")
      }
      return try call.reshaped(
        value, to: value.shape.indices.filter { !axes.contains($0) }.map { value.shape[$0] })
    },
    one("Unsqueeze") { call in
      let value = try call.value(0)
      let given = try call.integers("axes") ?? call.integers(1)
      try call.require(given.count <= 64, "adds \(given.count) axes")
      let axes = try call.axes(given, rank: value.rank + given.count)
      var lengths = value.shape
      for axis in axes { lengths.insert(1, at: axis) }
      return try call.reshaped(value, to: lengths)
    },
    one("Transpose") { call in
      var value = try call.value(0)
      let places = try call.integers("perm") ?? Array((0..<value.rank).reversed())
      try call.require(
        places.sorted() == Array(0..<value.rank), "has the order \(places) of \(value.rank) axes")
      // Nothing moves: the axes only have other names.
      value.order = places.map { value.order[$0] }
      return value
    },
    one("Expand") { call in
      let value = try call.value(0)
      let wanted = try call.integers(1)
      let rank = max(value.rank, wanted.count)
      let own = [Int](repeating: 1, count: rank - value.rank) + value.shape
      let target = [Int](repeating: 1, count: rank - wanted.count) + wanted
      let lengths = try zip(own, target).map { a, b in
        try call.require(a == b || a == 1 || b == 1, "makes \(wanted) of \(value.shape)")
        return a == 1 ? b : a
      }
      let shape = try value.variable.isShapeOnly ? call.shape(lengths) : call.madeShape(lengths)
      return ONNXValue(value.native.broadcast(to: shape), value.kind)
    },
  ]
}

extension ONNXCall {
  /// A value's elements, in ONNX's order, under another shape.
  func reshaped(_ value: ONNXValue, to lengths: [Int]) throws -> ONNXValue {
    let shape = try shape(lengths)
    try require(
      shape.count == value.variable.count, "makes \(lengths) of \(value.shape)")
    return ONNXValue(value.native.reshaped(to: shape), value.kind)
  }
}
