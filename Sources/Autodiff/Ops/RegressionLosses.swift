import GradusTensors

extension Variable {
  /// Squared differences from a target of the same shape, one loss per element.
  public func squaredError(target: Variable, reduction: LossReduction = .mean) -> Variable {
    requireTarget("squaredError", target.shape)
    return (self - target).squared().reduced(reduction)
  }

  /// Magnitudes of differences from a target of the same shape, one loss per element; their derivative
  /// is 0 where there is no difference.
  public func absoluteError(target: Variable, reduction: LossReduction = .mean) -> Variable {
    requireTarget("absoluteError", target.shape)
    return (self - target).absolute().reduced(reduction)
  }

  /// Huber's loss per element of a target of the same shape: d² / 2 for differences up to `delta`, beyond
  /// it delta (|d| - delta / 2) (Huber 1964). Divided by delta it is the smooth L1 loss.
  public func huber(
    target: Variable, delta: Double = 1, reduction: LossReduction = .mean
  ) -> Variable {
    requireTarget("huber", target.shape)
    precondition(delta > 0, "huber: delta must be positive, not \(delta)")
    let difference = self - target
    let square = difference.squared() * 0.5
    let line = difference.absolute() * delta - 0.5 * delta * delta
    return square.replacing(with: line, where: difference.value.absolute() .> delta).reduced(
      reduction)
  }
}
