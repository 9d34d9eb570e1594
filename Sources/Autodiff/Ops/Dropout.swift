import GradusTensors

extension Variable {
  /// Sets elements to 0 with the given probability and scales the rest by 1 / (1 - probability).
  ///
  /// The draws belong to the tape (seed, step, order of use) and repeat in a recomputation. Without
  /// a tape nothing is dropped. Pullback: the same elements of g, scaled (Srivastava et al. 2014).
  public func dropout(probability: Double) -> Variable {
    precondition(
      probability >= 0 && probability < 1,
      "dropout: the probability must be in 0..<1, not \(probability)")
    precondition(
      handle == nil || tape != nil,
      "dropout: the variable's tape is gone; keep the tape in a constant while its variables are used"
    )
    guard let tape, probability > 0 else { return self }
    let stream = tape.nextRandomStream("dropout")
    let keep = 1 / (1 - probability)
    let mask =
      value.isShapeOnly
      ? Tensor(shapeOnly: shape, dtype: dtype)
      : Tensor.generate(shape, dtype: dtype) { stream.uniform($0) < probability ? 0 : keep }
    return record(
      TapeOperation("dropout", .dropout, ["probability": .number(probability)]),
      value: value * mask,
      (self, { g in g * Variable(mask) }))
  }
}
