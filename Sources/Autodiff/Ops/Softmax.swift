import GradusTensors

extension Variable {
  /// Softmax over the last axis. Pullback: y (g - Σ g y).
  public func softmax() -> Variable {
    record(
      TapeOperation("softmax", .arithmetic, onnx: .softmax), value: value.softmax(),
      usingResult: (
        self,
        { g, y in
          guard g.isDifferentiable || y.isDifferentiable else {
            return Variable(Tensor.softmaxGradient(output: y.value, gradient: g.value))
          }
          return y * (g - (g * y).sum(axes: [-1], keepingAxes: true))
        }
      ))
  }

  /// Logarithms of softmax over the last axis. Pullback: g - exp(y) Σ g.
  public func logSoftmax() -> Variable {
    record(
      TapeOperation("logSoftmax", .arithmetic, onnx: .logSoftmax), value: value.logSoftmax(),
      usingResult: (
        self,
        { g, y in
          guard g.isDifferentiable || y.isDifferentiable else {
            return Variable(Tensor.logSoftmaxGradient(output: y.value, gradient: g.value))
          }
          return g - y.exp() * g.sum(axes: [-1], keepingAxes: true)
        }
      ))
  }

  /// log Σ exp over the last axis, which is removed. Pullback: g softmax(x).
  public func logSumExp() -> Variable {
    record(
      TapeOperation("logSumExp", .arithmetic, onnx: .logSumExp), value: value.logSumExp(),
      (self, { g in g.reshaped(to: g.shape.dimensions + [1]) * self.softmax() }))
  }
}
