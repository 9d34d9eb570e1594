import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Nonlinearities.
  static let activations: [ONNXOperator] = [
    unary("Relu") { $0.relu() }, unary("Sigmoid") { $0.sigmoid() }, unary("Tanh") { $0.tanh() },
    unary("Softplus") { $0.softplus() },
    unary("Softsign") { $0 / ($0.absolute() + 1) },
    unary("Mish") { $0.activated(.mish) }, unary("HardSwish") { $0.activated(.hardSwish) },
    parametric("HardSigmoid", ["alpha": 0.2, "beta": 0.5]) { x, of in
      ((x * of("alpha")) + of("beta")).clamped(to: 0...1)
    },
    parametric("LeakyRelu", ["alpha": 0.01]) { x, of in
      x.leakyReLU(slope: of("alpha"))
    },
    parametric("Elu", ["alpha": 1]) { x, of in x.elu(alpha: of("alpha")) },
    parametric("Celu", ["alpha": 1]) { x, of in
      x.relu() + (-((-x).relu()) / of("alpha")).expMinusOne() * of("alpha")
    },
    parametric("Selu", ["alpha": 1.67326319217681884765625, "gamma": 1.05070102214813232421875]) {
      x, of in x.elu(alpha: of("alpha")) * of("gamma")
    },
    parametric("ThresholdedRelu", ["alpha": 1]) { x, of in
      x.replacing(with: 0, where: x .<= of("alpha"))
    },
    parametric("Swish", ["alpha": 1]) { x, of in x * (x * of("alpha")).sigmoid() },
    parametric("Shrink", ["bias": 0, "lambd": 0.5]) { x, of in
      let (bias, edge) = (of("bias"), of("lambd"))
      let inner = (x .>= -edge) * (x .<= edge)
      return (x - x.stepped("shrink") { ($0 > 0 ? 1 : -1) * bias }).replacing(with: 0, where: inner)
    },
    one("Gelu") { call in
      let value = try call.value(0)
      let isByTanh = try call.text("approximate", "none") == "tanh"
      return value.with(value.variable.gelu(byTanh: isByTanh))
    },
    one("Softmax") { try $0.alongAxis { $0.softmax() } },
    one("LogSoftmax") { try $0.alongAxis { $0.logSoftmax() } },
    one("Hardmax") { call in
      try call.alongAxis { x in
        guard !x.isShapeOnly, x.rank > 0 else { return x }
        return Variable(
          Tensor.oneHot(x.value.argMax(), classes: x.shape[-1], dtype: x.dtype)
            .reshaped(to: x.shape))
      }
    },
  ]

  private static func parametric(
    _ name: String, _ usual: [String: Double],
    _ function: @Sendable @escaping (Variable, (String) -> Double) -> Variable
  ) -> ONNXOperator {
    one(name) { call in
      let values = try usual.reduce(into: [:]) { values, entry in
        values[entry.key] = try call.float(entry.key, entry.value)
      }
      let value = try call.value(0)
      return value.with(function(value.variable) { values[$0] ?? 0 })
    }
  }
}

extension ONNXCall {
  /// A function along the last axis, of the axis of the attribute; before opset 13 of all from it on.
  fileprivate func alongAxis(_ function: (Variable) -> Variable) throws -> ONNXValue {
    let value = try value(0)
    let axis = try axis(integer("axis", opset < 13 ? 1 : -1), rank: max(1, value.rank))
    guard value.rank > 0 else {
      return value.with(function(value.variable.reshaped(to: [1])).reshaped(to: []))
    }
    let x = value.native
    if opset < 13 {
      let rows = x.shape.dimensions[..<axis].reduce(1, *)
      let flat = x.reshaped(to: [rows, x.shape.count / max(1, rows)])
      return ONNXValue(function(flat).reshaped(to: x.shape), value.kind)
    }
    if value.order[axis] == value.rank - 1 { return value.with(function(value.variable)) }
    var order = Array(0..<value.rank)
    order.swapAt(axis, value.rank - 1)
    return ONNXValue(function(x.permuted(order)).permuted(order), value.kind)
  }
}
