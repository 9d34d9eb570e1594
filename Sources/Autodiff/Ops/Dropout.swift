import GradusTensors

extension Variable {
  /// Sets elements to 0 with the given probability and scales the rest by 1 / (1 - probability).
  ///
  /// The draws belong to the tape (seed, step, order of use) and repeat in a recomputation. Without
  /// a tape nothing is dropped; a tape without a step traps. Pullback: the same elements of g, scaled (Srivastava et al. 2014).
  public func dropout(probability: Double) -> Variable {
    precondition(
      probability >= 0 && probability < 1,
      "dropout: the probability must be in 0..<1, not \(probability)")
    guard let tape = tape(for: "dropout"), probability > 0 else { return self }
    let mask: Tensor
    if value.isShapeOnly {
      mask = Tensor(shapeOnly: shape, dtype: dtype)
    } else {
      let stream = tape.nextRandomStream("dropout")
      let keep = 1 / (1 - probability)
      mask = Tensor.generate(shape, dtype: dtype) { stream.uniform($0) < probability ? 0 : keep }
    }
    return record(
      TapeOperation("dropout", .dropout, ["probability": .number(probability)]),
      value: value * mask,
      (self, { g in g * Variable(mask) }))
  }
}
