import GradusCore

extension Variable {
  /// x³ with a gradient three halves as large as it is.
  func wrongFactor() -> Variable {
    record(
      TapeOperation("wrongFactor", .arithmetic), value: value * value * value,
      (self, { g in g * self * self * 4.5 }))
  }

  /// x³ with a gradient that is right and that nobody can differentiate again.
  func detachedPullback() -> Variable {
    record(
      TapeOperation("detachedPullback", .arithmetic), value: value * value * value,
      (self, { [x = value] g in g * Variable(x * x * 3) }))
  }
}

let x = Tensor([0.3, -1.2, 2], shape: [3], dtype: .float64)
for (name, operation) in [
  ("wrongFactor", { $0.wrongFactor() }), ("detachedPullback", { $0.detachedPullback() }),
] as [(String, (Variable) -> Variable)] {
  let result = GradientCheck(order: .second).run(name, [x]) { operation($0[0]) }
  guard let failure = result.failures.first, failure.operation == name else {
    fatalError("\(name) passed")
  }
  print("wrong operation caught:", failure)
}
