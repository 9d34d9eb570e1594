import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Values out of nothing but numbers.
  static let makers: [ONNXOperator] = [
    one("Constant") { call in
      if let (tensor, kind) = try call.tensor("value") {
        return ONNXValue(Variable(tensor.converted(to: call.dtype(of: kind))), kind)
      }
      if call.hasAttribute("value_float") {
        return ONNXValue(
          Variable(Tensor(try call.float("value_float", 0), dtype: call.dtype)), .float32)
      }
      if call.hasAttribute("value_int") {
        return ONNXValue(
          Variable(Tensor(Double(try call.integer("value_int", 0)), dtype: .float64)), .int64)
      }
      if let values = try call.floats("value_floats") {
        return ONNXValue(
          Variable(Tensor(values.map(Double.init), shape: [values.count], dtype: call.dtype)),
          .float32)
      }
      if let values = try call.integers("value_ints") { return ONNXValue(values) }
      throw call.failure("has a value that is no number, which is not read")
    },
    one("ConstantOfShape") { call in
      let shape = try call.madeShape(call.integers(0))
      let (tensor, kind) = try call.tensor("value") ?? (Tensor(0), .float32)
      try call.require(tensor.count == 1, "has \(tensor.count) values for one")
      return ONNXValue(
        Variable(Tensor.full(shape, tensor.scalars[0], dtype: call.dtype(of: kind))), kind)
    },
    one("Range") { call in
      let (start, limit, step) = (try call.number(0), try call.number(1), try call.number(2))
      let count = ((limit - start) / step).rounded(.up)
      try call.require(
        count.magnitude <= Double(ONNXCall.mostMade), "would make \(count) numbers")
      try call.allow(Int(count))
      let kind = try call.value(0).kind
      let values = (0..<max(0, Int(count))).map { start + Double($0) * step }
      return ONNXValue(
        Variable(Tensor(values, shape: [values.count], dtype: call.dtype(of: kind))), kind)
    },
    one("EyeLike") { call in
      let like = try call.value(0)
      let number = try call.integer("dtype", like.kind.rawValue)
      guard let kind = ElementKind(rawValue: number), like.rank == 2 else {
        throw call.failure("makes \(ElementKind.title(ofNumber: number)) of \(like.shape)")
      }
      let (shift, columns) = (try call.integer("k", 0), like.shape[1])
      let shape = try call.madeShape(like.shape)
      return ONNXValue(
        Variable(
          Tensor.generate(shape, dtype: call.dtype(of: kind)) {
            $0 % columns - $0 / columns == shift ? 1 : 0
          }), kind)
    },
    one("OneHot") { call in
      let depth = try call.integers(1).first ?? 0
      let (indices, shape) = (try call.integers(0), try call.value(0).shape)
      let values = try call.value(2)
      try call.require(
        depth >= 0 && depth <= ONNXCall.mostMade && values.variable.count == 2
          && !values.variable.isShapeOnly,
        "has depth \(depth) and \(values.shape) values")
      let axis = try call.axis(call.integer("axis", -1), rank: shape.count + 1)
      let (off, on) = (values.variable.value.scalars[0], values.variable.value.scalars[1])
      let rows = try call.madeShape(shape + [depth])
      var numbers = [Double](repeating: off, count: rows.count)
      for (row, index) in indices.enumerated() where index >= -depth && index < depth {
        numbers[row * depth + (index < 0 ? index + depth : index)] = on
      }
      var order = Array(0..<shape.count)
      order.insert(shape.count, at: axis)
      let all = Variable(Tensor(numbers, shape: rows, dtype: values.variable.dtype))
      return ONNXValue(all.permuted(order), values.kind)
    },
  ]
}
