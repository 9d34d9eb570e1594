import GradusTensors

extension Variable {
  /// The element of `other` where `mask` is positive, as comparisons are where they hold, and this
  /// variable's element elsewhere; all three broadcast together as in NumPy.
  ///
  /// Pullbacks: g where the element was taken, else 0, summed over repeated axes.
  public func replacing(with other: Variable, where mask: Tensor) -> Variable {
    let (own, others) = (shape, other.shape)
    return record(
      TapeOperation("replace", .arithmetic), value: value.replacing(with: other.value, where: mask),
      (self, { g in g.replacing(with: 0, where: mask).sum(to: own) }),
      (other, { g in g.kept(wherePositive: mask).sum(to: others) }))
  }

  /// A number where `mask` is positive, as comparisons are where they hold, and this variable's
  /// element elsewhere. Pullback: 0 where the number is, else g, summed over repeated axes.
  public func replacing(with number: Double, where mask: Tensor) -> Variable {
    replacing(with: Variable(Tensor(number, dtype: dtype)), where: mask)
  }

  /// The element where `mask` is positive, else 0; operands broadcast.
  ///
  /// One pass for ReLU's derivative rule. Pullback: the same selection of g, summed over repeated
  /// axes.
  package func kept(wherePositive mask: Tensor) -> Variable {
    let source = shape
    return record(
      TapeOperation("keepWherePositive", .arithmetic), value: value.kept(wherePositive: mask),
      (self, { g in g.kept(wherePositive: mask).sum(to: source) }))
  }
}
