import Foundation
import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Functions of each element of one input.
  static let elements: [ONNXOperator] = [
    unary("Identity") { $0 }, unary("Abs") { $0.absolute() }, unary("Neg") { -$0 },
    unary("Exp") { $0.exp() }, unary("Log") { $0.log() }, unary("Sqrt") { $0.squareRoot() },
    unary("Reciprocal") { $0.reciprocal() }, unary("Sin") { $0.sin() }, unary("Cos") { $0.cos() },
    unary("Tan") { $0.sin() / $0.cos() },
    unary("Sinh") { $0.mapped("sinh", sinh) { ($0.exp() + (-$0).exp()) * 0.5 } },
    unary("Cosh") { $0.mapped("cosh", cosh) { ($0.exp() - (-$0).exp()) * 0.5 } },
    unary("Asin") { $0.mapped("asin", asin) { 1 / (1 - $0.squared()).squareRoot() } },
    unary("Acos") { $0.mapped("acos", acos) { -1 / (1 - $0.squared()).squareRoot() } },
    unary("Atan") { $0.mapped("atan", atan) { 1 / ($0.squared() + 1) } },
    unary("Asinh") { $0.mapped("asinh", asinh) { 1 / ($0.squared() + 1).squareRoot() } },
    unary("Acosh") { $0.mapped("acosh", acosh) { 1 / ($0.squared() - 1).squareRoot() } },
    unary("Atanh") { $0.mapped("atanh", atanh) { 1 / (1 - $0.squared()) } },
    unary("Erf") { $0.errorFunction() },
    unary("Floor") { $0.stepped("floor") { $0.rounded(.down) } },
    unary("Ceil") { $0.stepped("ceil") { $0.rounded(.up) } },
    unary("Round") { $0.stepped("round") { $0.rounded(.toNearestOrEven) } },
    unary("Sign") { $0.stepped("sign") { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 } },
    truth("Not") { $0 == 0 }, truth("IsNaN") { $0.isNaN },
    one("IsInf") { call in
      let (positive, negative) = (
        try call.integer("detect_positive", 1), try call.integer("detect_negative", 1)
      )
      let value = try call.value(0)
      return value.truth { $0.isInfinite && ($0 > 0 ? positive : negative) == 1 }
    },
    one("Clip") { call in
      let value = try call.value(0)
      var bounds = (
        low: try call.float("min", -.infinity), high: try call.float("max", .infinity)
      )
      if call.has(1) { bounds.low = try call.number(1) }
      if call.has(2) { bounds.high = try call.number(2) }
      // NaN bounds nothing; of bounds that cross, the upper one counts.
      let high = bounds.high.isNaN ? .infinity : bounds.high
      let low = bounds.low.isNaN ? -.infinity : bounds.low
      return value.with(value.variable.clamped(to: min(low, high)...high))
    },
    one("Cast") { call in try call.cast(to: call.integer("to", 0)) },
    one("CastLike") { call in try call.cast(to: call.value(1).kind.rawValue) },
    ONNXOperator("Dropout") { call in
      // The tape's mode decides, as in every layer here.
      let value = try call.value(0)
      try call.require(
        !call.has(2) || call.number(2) == 0,
        "is in training mode whatever the tape is, which is not read")
      let share = call.has(1) ? try call.number(1) : try call.float("ratio", 0.5)
      try call.require(share >= 0 && share < 1, "drops the share \(share)")
      let drops = value.variable.mode == .training
      try call.require(
        !drops || call.node.outputs.count == 1,
        "has what it keeps as a second output, which is not read in training")
      return [
        drops ? value.with(value.variable.dropout(probability: share)) : value,
        value.truth { _ in true },
      ]
    },
  ]

  static func unary(
    _ name: String, _ function: @Sendable @escaping (Variable) -> Variable
  ) -> ONNXOperator {
    one(name) { call in
      let value = try call.value(0)
      return value.with(function(value.variable))
    }
  }

  private static func truth(
    _ name: String, _ function: @Sendable @escaping (Double) -> Bool
  ) -> ONNXOperator {
    one(name) { try $0.value(0).truth(function) }
  }
}

extension ONNXCall {
  /// The elements of input 0 as another kind: fractions are cut off, and what is not 0 is true.
  fileprivate func cast(to number: Int) throws -> ONNXValue {
    guard let kind = ElementKind(rawValue: number) else {
      throw failure("makes \(ElementKind.title(ofNumber: number)), which is not read")
    }
    var result = try value(0)
    let dtype = dtype(of: kind)
    if kind == .bool {
      result.variable = result.variable.stepped("cast") { $0 == 0 ? 0 : 1 }
    } else if !kind.isFloating, result.kind.isFloating {
      result.variable = result.variable.stepped("cast") { $0.rounded(.towardZero) }
    }
    if result.variable.dtype != dtype {
      result.variable = result.variable.converted(to: dtype)
    }
    result.kind = kind
    return result
  }
}

extension ONNXValue {
  /// Where something holds of the elements.
  func truth(_ holds: @escaping (Double) -> Bool) -> ONNXValue {
    var result = with(variable.stepped("truth") { holds($0) ? 1 : 0 })
    if result.variable.dtype != .float64 {
      result.variable = result.variable.converted(to: .float64)
    }
    result.kind = .bool
    return result
  }
}
