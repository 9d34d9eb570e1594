import GradusTensors

// Made once and shared: an operation is described at every step of a training.
extension ONNXForm {
  static let add = binary("Add")
  static let subtract = binary("Sub")
  static let multiply = binary("Mul")
  static let divide = binary("Div")
  static let maximum = binary("Max")
  static let minimum = binary("Min")
  static let power = binary("Pow")
  static let addNumber = withNumber("Add")
  static let multiplyByNumber = withNumber("Mul")
  static let divideByNumber = withNumber("Div")
  static let powerOfNumber = withNumber("Pow")
  static let negate = unary("Neg")
  static let absolute = unary("Abs")
  static let exp = unary("Exp")
  static let log = unary("Log")
  static let logOnePlus = elementwise(.call("Log", [.call("Add", [.input(0), .number(1)])]))
  static let expMinusOne = elementwise(.call("Sub", [.call("Exp", [.input(0)]), .number(1)]))
  static let squareRoot = unary("Sqrt")
  static let reciprocal = unary("Reciprocal")
  static let squared = elementwise(.call("Mul", [.input(0), .input(0)]))
  static let sin = unary("Sin")
  static let cos = unary("Cos")
  static let relu = unary("Relu")
  static let relu6 = elementwise(.call("Clip", [.input(0), .number(0), .number(6)]))
  static let clamp = elementwise(
    .call("Clip", [.input(0), .attribute("low"), .attribute("high")]))
  static let sigmoid = unary("Sigmoid")
  static let tanh = unary("Tanh")
  static let silu = elementwise(
    .call("Mul", [.input(0), .call("Sigmoid", [.input(0)])]))
  static let hardSwish = unary("HardSwish")
  static let hardSigmoid = elementwise(
    .call("HardSigmoid", [.input(0)], ["alpha": 1.0 / 6, "beta": 0.5]))
  static let prelu = binary("PRelu")
  static let elu = unary("Elu")
  static let selu = unary("Selu")
  static let softplus = unary("Softplus")
  static let mish = elementwise(
    .call("Mul", [.input(0), .call("Tanh", [.call("Softplus", [.input(0)])])]))
  // `Gelu` is of opset 20, later than what is written.
  static let gelu = gelu(
    .call("Erf", [.call("Mul", [.input(0), .number(0.5.squareRoot())])]))
  static let geluTanh = gelu(
    .call(
      "Tanh",
      [
        .call(
          "Mul",
          [
            .number((2 / Double.pi).squareRoot()),
            .call(
              "Add",
              [
                .input(0),
                .call("Mul", [.number(0.044715), .call("Pow", [.input(0), .number(3)])]),
              ]),
          ])
      ]))
  static let sum = reduction("ReduceSum")
  static let mean = reduction("ReduceMean")
  static let maximumAlong = reduction("ReduceMax")
  static let minimumAlong = reduction("ReduceMin")
  static let softmax = alongLastAxis("Softmax")
  static let logSoftmax = alongLastAxis("LogSoftmax")

  private static func unary(_ name: String) -> ONNXForm {
    .elementwise(.call(name, [.input(0)]))
  }

  /// `x / 2 (1 + f(x))`.
  private static func gelu(_ share: ONNXExpression) -> ONNXForm {
    .elementwise(
      .call(
        "Mul",
        [
          .call("Mul", [.input(0), .number(0.5)]), .call("Add", [.number(1), share]),
        ]))
  }

  private static func binary(_ name: String) -> ONNXForm {
    .elementwise(.call(name, [.input(0), .input(1)]))
  }

  private static func withNumber(_ name: String) -> ONNXForm {
    .elementwise(.call(name, [.input(0), .attribute("number")]))
  }
}

extension Activation {
  /// How ONNX writes it; nil for the identity, which is no operation.
  package var onnxForm: ONNXForm? {
    switch self {
    case .identity: nil
    case .relu: .relu
    case .relu6: .relu6
    case .hardSwish: .hardSwish
    case .hardSigmoid: .hardSigmoid
    case .silu: .silu
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    case .elu: .elu
    case .selu: .selu
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    case .softplus: .softplus
    case .mish: .mish
    }
  }
}
