import GradusTensors
import GradusVectorKernels

extension Variable {
  /// An activation of each element; an operation of its own, or part of the one before it where
  /// nothing is recorded.
  ///
  /// Pullback: g times the activation's derivative, computed anew from the argument.
  public func activated(_ activation: Activation) -> Variable {
    switch activation {
    case .identity: return self
    // Their pullbacks use the result, which the next operation keeps anyway.
    case .relu: return relu()
    case .sigmoid: return sigmoid()
    case .tanh: return tanh()
    default: break
    }
    if let deferred = deferring(activation) { return deferred }
    let x = self
    return record(
      TapeOperation(activation.rawValue, .activation(activation.traits), onnx: activation.onnxForm),
      value: value.activated(activation),
      (
        x,
        { g in
          guard g.isDifferentiable || x.isDifferentiable else {
            return Variable(
              Tensor.activationGradient(activation, argument: x.value, gradient: g.value))
          }
          return activation.pulledBack(g, at: x)
        }
      ))
  }
}

extension Variable: ActivationArithmetic {
  @usableFromInline
  package func kept(wherePositive mask: Variable) -> Variable { kept(wherePositive: mask.value) }

  @usableFromInline
  package func replaced(by other: Variable, wherePositive mask: Variable) -> Variable {
    replacing(with: other, where: mask.value)
  }

  @usableFromInline
  package func kept(whereInside range: ClosedRange<Double>, _ argument: Variable) -> Variable {
    let x = argument.value
    return kept(wherePositive: (x .> range.lowerBound) * (x .< range.upperBound))
  }
}
