import GradusAutodiff
import GradusTensors

extension Variable {
  /// A function whose derivative is written with operations.
  func mapped(
    _ name: String, _ function: (Double) -> Double,
    derivative: @escaping (Variable) -> Variable
  ) -> Variable {
    let x = self
    return record(
      TapeOperation(name, .arithmetic), value: value.mapped(function),
      (x, { g in g * derivative(x) }))
  }

  /// A function that is constant between its steps: no gradient reaches its argument.
  func stepped(_ name: String, _ function: (Double) -> Double) -> Variable {
    record(
      TapeOperation(name, .arithmetic), value: value.mapped(function), (self, { g in g * 0 }))
  }

  /// The same numbers in another precision.
  func converted(to dtype: DType) -> Variable {
    let source = self.dtype
    return record(
      TapeOperation("convert", .linearMap), value: value.converted(to: dtype),
      (self, { g in g.converted(to: source) }))
  }
}

extension Tensor {
  /// A function of each element, in double precision.
  fileprivate func mapped(_ function: (Double) -> Double) -> Tensor {
    isShapeOnly ? self : Tensor(scalars.map(function), shape: shape, dtype: dtype)
  }
}
