import GradusAutodiff
import GradusTensors

extension TapeNode {
  /// A function of each element.
  var elementwiseRule: ForwardRule? {
    if case .activation = operation.kind { return activationRule }
    return unaryRule ?? binaryRule ?? numberRule
  }

  private var activationRule: ForwardRule? {
    if let activation = operation.plainActivation { return { $0[0].activated(activation) } }
    switch operation.name {
    case "prelu": return { $0[0].prelu($0[1]) }
    case "leakyRelu":
      guard let slope = operation.number("slope") else { return nil }
      return { $0[0].leakyReLU(slope: slope) }
    case "eluNumber":
      guard let alpha = operation.number("alpha") else { return nil }
      return { $0[0].elu(alpha: alpha) }
    case "clamp":
      guard let low = operation.number("low"), let high = operation.number("high"), low <= high
      else { return nil }
      return { $0[0].clamped(to: low...high) }
    default: return nil
    }
  }

  private var unaryRule: ForwardRule? {
    switch operation.name {
    case "absolute": { $0[0].absolute() }
    case "cos": { $0[0].cos() }
    case "errorFunction": { $0[0].errorFunction() }
    case "exp": { $0[0].exp() }
    case "expMinusOne": { $0[0].expMinusOne() }
    case "log": { $0[0].log() }
    case "logOnePlus": { $0[0].logOnePlus() }
    case "negate": { -$0[0] }
    case "reciprocal": { $0[0].reciprocal() }
    case "sin": { $0[0].sin() }
    case "squared": { $0[0].squared() }
    case "squareRoot": { $0[0].squareRoot() }
    default: nil
    }
  }

  private var binaryRule: ForwardRule? {
    switch operation.name {
    case "add": { $0[0] + $0[1] }
    case "divide": { $0[0] / $0[1] }
    case "maximum": { $0[0].maximum($0[1]) }
    case "minimum": { $0[0].minimum($0[1]) }
    case "multiply": { $0[0] * $0[1] }
    case "power": { $0[0].power($0[1]) }
    case "subtract": { $0[0] - $0[1] }
    default: nil
    }
  }

  /// A function of each element and a number.
  private var numberRule: ForwardRule? {
    guard let number = operation.number("number") else { return nil }
    return switch operation.name {
    case "addNumber": { $0[0] + number }
    case "divideNumber": { $0[0] / number }
    case "multiplyNumber": { $0[0] * number }
    case "powerNumber": { $0[0].power(number) }
    default: nil
    }
  }
}

extension TapeOperation {
  /// The activation that it is, of those without settings; nil for other operations.
  var plainActivation: Activation? {
    guard case .activation = kind else { return nil }
    if name == "clamp", number("low") == 0, number("high") == 6 { return .relu6 }
    return Activation(rawValue: name)
  }
}
