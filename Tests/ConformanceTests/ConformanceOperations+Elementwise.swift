import Gradus

extension ConformanceOperations {
  static let elementwise: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    rules["abs"] = unary { $0.absolute() }
    rules["cos"] = unary { $0.cos() }
    rules["erf"] = unary { $0.errorFunction() }
    rules["exp"] = unary { $0.exp() }
    rules["expm1"] = unary { $0.expMinusOne() }
    rules["log"] = unary { $0.log() }
    rules["log1p"] = unary { $0.logOnePlus() }
    rules["neg"] = unary { -$0 }
    rules["reciprocal"] = unary { $0.reciprocal() }
    rules["rsqrt"] = unary { $0.squareRoot().reciprocal() }
    rules["sigmoid"] = unary { $0.sigmoid() }
    rules["sin"] = unary { $0.sin() }
    rules["sqrt"] = unary { $0.squareRoot() }
    rules["square"] = unary { $0.squared() }
    rules["tanh"] = unary { $0.tanh() }
    rules["nn.functional.relu"] = unary { $0.relu() }
    rules["nn.functional.relu6"] = unary { $0.activated(.relu6) }
    rules["nn.functional.hardswish"] = unary { $0.activated(.hardSwish) }
    rules["nn.functional.hardsigmoid"] = unary { $0.activated(.hardSigmoid) }
    rules["nn.functional.silu"] = unary { $0.activated(.silu) }
    rules["nn.functional.selu"] = unary { $0.activated(.selu) }
    rules["nn.functional.mish"] = unary { $0.activated(.mish) }
    rules["nn.functional.gelu"] = { call in
      [try call.tensor(0).gelu(byTanh: call.text(1, "approximate", "none") == "tanh")]
    }
    rules["nn.functional.elu"] = { call in
      [try call.tensor(0).elu(alpha: call.number(1, "alpha", 1))]
    }
    rules["nn.functional.leaky_relu"] = { call in
      [try call.tensor(0).leakyReLU(slope: call.number(1, "negative_slope", 0.01))]
    }
    rules["nn.functional.softplus"] = { call in
      let beta = call.number(1, "beta", 1)
      guard call.number(2, "threshold", 20) >= 20 else {
        throw Different("has no threshold above which it is the identity")
      }
      return [(try call.tensor(0) * beta).softplus() / beta]
    }
    rules["nn.functional.prelu"] = { call in
      let (x, slope) = (try call.tensor(0), try call.tensor(1, "weight"))
      if x.shape.rank < 2 { return [x.prelu(slope.reshaped(to: Shape([])))] }
      return [x.channelsToTheEnd.prelu(slope).channelsFromTheEnd]
    }
    rules["add"] = { call in
      let (a, b) = (try call.tensor(0), try call.tensor(1, "other"))
      return [a + b * call.number(99, "alpha", 1)]
    }
    rules["sub"] = { call in
      let (a, b) = (try call.tensor(0), try call.tensor(1, "other"))
      return [a - b * call.number(99, "alpha", 1)]
    }
    rules["mul"] = binary { $0 * $1 }
    rules["div"] = { call in
      if call.argument(99, "rounding_mode")?.text != nil {
        throw Different("has no rounding, and so no rounded quotients")
      }
      return [try call.tensor(0) / call.tensor(1, "other")]
    }
    rules["maximum"] = binary { $0.maximum($1) }
    rules["minimum"] = binary { $0.minimum($1) }
    rules["max.binary"] = binary { $0.maximum($1) }
    rules["min.binary"] = binary { $0.minimum($1) }
    rules["pow"] = { call in
      let base = try call.tensor(0)
      if let exponent = call.argument(1, "exponent")?.number { return [base.power(exponent)] }
      guard base.value.scalars.allSatisfy({ $0 > 0 }) else {
        throw Different("takes powers by tensors of positive numbers alone")
      }
      return [base.power(try call.tensor(1, "exponent"))]
    }
    rules["clamp"] = { call in try clamped(call, call.argument(1, "min"), call.argument(2, "max")) }
    rules["clamp_min"] = { call in try clamped(call, call.argument(1, "min"), nil) }
    rules["clamp_max"] = { call in try clamped(call, nil, call.argument(1, "max")) }
    rules["where"] = { call in
      let (mask, a) = (try call.tensor(0).value, try call.tensor(1, "input"))
      // PyTorch's samples name the chosen tensor first, whatever the order of its arguments.
      let first = call.sample.tensors[call.sample.arguments[0].tensor ?? 0].kind
      let b = try call.tensor(2, "other")
      if first == .flag { return [chosen(a, b, mask)] }
      return [chosen(try call.tensor(0), b, a.value)]
    }
    rules["masked_fill"] = { call in
      let (x, mask) = (try call.tensor(0), try call.tensor(1, "mask").value)
      return [chosen(try call.tensor(2, "value"), x, mask)]
    }
    return rules
  }()

  private static func chosen(_ a: Variable, _ b: Variable, _ mask: Tensor) -> Variable {
    let shape = [a.shape, b.shape, mask.shape].reduce(Shape([])) { joint($0, $1) }
    return b.broadcast(to: shape).replacing(with: a.broadcast(to: shape), where: mask)
  }

  /// The shape that two shapes broadcast to.
  static func joint(_ a: Shape, _ b: Shape) -> Shape {
    let rank = max(a.rank, b.rank)
    func lengths(_ shape: Shape) -> [Int] {
      Array(repeating: 1, count: rank - shape.rank) + shape.dimensions
    }
    return Shape(zip(lengths(a), lengths(b)).map { $0 == 1 ? $1 : $0 })
  }

  private static func clamped(
    _ call: ConformanceCall, _ low: ConformanceSample.Argument?, _ high: ConformanceSample.Argument?
  ) throws -> [Variable] {
    func bound(_ argument: ConformanceSample.Argument?) -> Variable? {
      if let index = argument?.tensor { return call.variables[index] }
      return argument?.number.map { Variable(Tensor($0, dtype: .float64)) }
    }
    let x = try call.tensor(0)
    let (least, most) = (low?.number ?? -.infinity, high?.number ?? .infinity)
    if low?.tensor == nil, high?.tensor == nil, least <= most {
      return [x.clamped(to: least...most)]
    }
    let raised = bound(low).map { x.maximum($0) } ?? x
    return [bound(high).map { raised.minimum($0) } ?? raised]
  }
}
