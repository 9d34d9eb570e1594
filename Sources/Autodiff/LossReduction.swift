import GradusTensors

/// How the losses of a batch's parts become the result.
public enum LossReduction: String, Sendable, Hashable, CaseIterable {
  /// Their mean, one number.
  case mean
  /// Their sum, one number.
  case sum
  /// As they are, one for each part.
  case none
}

extension Variable {
  /// The losses of parts, in a result's form.
  func reduced(_ reduction: LossReduction) -> Variable {
    switch reduction {
    case .mean: mean()
    case .sum: sum()
    case .none: self
    }
  }

  /// States the rule that losses do not broadcast.
  func requireTarget(_ operation: StaticString, _ target: Shape) {
    Tensor.require(
      shape == target,
      "\(operation): shapes \(shape) and \(target) must be equal; losses do not broadcast")
  }
}
