import Gradus

/// How an operation of PyTorch's is said here.
typealias ConformanceRule = @Sendable (ConformanceCall) throws -> [Variable]

/// All operations that are compared, by PyTorch's names.
enum ConformanceOperations {
  static let all: [String: ConformanceRule] = [
    elementwise, reductions, rearrangements, products, convolutions, poolings, normalizations,
    pictures, losses,
  ].reduce(into: [:]) { all, rules in all.merge(rules) { first, _ in first } }

  /// Operations whose numbers in PyTorch are not as exact as float64 allows.
  static let allowances: [String: (tolerance: Double, reason: String)] = {
    let sixth = (3e-8, "PyTorch rounds a sixth to float32")
    return ["nn.functional.hardsigmoid": sixth, "Hardsigmoid": sixth]
  }()

  /// Derivatives that are others than PyTorch's, by a reason: those at an element of the input, of which the
  /// first or second is `expected` there.
  struct Deviation: Sendable {
    let reason: String
    let isThere: @Sendable (_ x: Double, _ expected: Double) -> Bool
  }

  static let deviations: [String: Deviation] = {
    // A derivative at NaN is a convention, and PyTorch has several.
    func atNaN(_ other: String) -> Deviation {
      Deviation(reason: "has its own derivative at NaN, where PyTorch's is \(other)") { x, _ in
        x.isNaN
      }
    }
    let byPlace = "in a vector's lanes and g behind them"
    return [
      "nn.functional.relu": atNaN("g"), "nn.functional.prelu": atNaN("the slope's"),
      "nn.functional.relu6": atNaN("0 \(byPlace)"), "nn.functional.elu": atNaN("NaN \(byPlace)"),
      "nn.functional.selu": atNaN("NaN \(byPlace)"),
      "nn.functional.mish": Deviation(
        reason: "has second derivatives of large numbers, where PyTorch's overflow to NaN"
      ) { x, expected in x.isFinite && expected.isNaN },
    ]
  }()

  /// A function of one tensor alone.
  static func unary(_ function: @escaping @Sendable (Variable) -> Variable) -> ConformanceRule {
    { call in [function(try call.tensor(0))] }
  }

  /// A function of two tensors or a tensor and a number.
  static func binary(_ function: @escaping @Sendable (Variable, Variable) -> Variable)
    -> ConformanceRule
  {
    { call in [function(try call.tensor(0), try call.tensor(1, "other"))] }
  }
}
