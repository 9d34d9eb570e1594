extension Tensor {
  /// `exp(x) / sum of exp(x)` over the last axis; every row is positive and sums to 1.
  ///
  /// Rows are shifted by their maximum first, so large elements do not overflow. Traps on rank 0.
  public func softmax() -> Tensor {
    requireRows("softmax")
    if isShapeOnly || count == 0 { return filled(with: 0) }
    return SoftmaxKernel.softmax(self)
  }

  /// The logarithm of `softmax`, without its loss of precision for small probabilities.
  ///
  /// Traps on rank 0.
  public func logSoftmax() -> Tensor {
    requireRows("logSoftmax")
    if isShapeOnly || count == 0 { return filled(with: 0) }
    return SoftmaxKernel.logSoftmax(self)
  }

  /// `log(sum of exp(x))` over the last axis, which is dropped, or kept with length 1; minus infinity
  /// where the axis is empty.
  ///
  /// Traps on rank 0.
  public func logSumExp(keepingAxis: Bool) -> Tensor {
    requireRows("logSumExp")
    let result = shape.reduced(axes: [-1], keepingAxes: keepingAxis)
    if isShapeOnly { return Tensor(shapeOnly: result, dtype: dtype) }
    if count == 0 { return Tensor.full(result, -.infinity, dtype: dtype) }
    return SoftmaxKernel.logSumExp(self, result)
  }

  /// `log(sum of exp(x))` over the last axis, which is dropped; minus infinity where the axis is empty.
  ///
  /// Traps on rank 0.
  public func logSumExp() -> Tensor { logSumExp(keepingAxis: false) }

  /// The gradient of `softmax` by its input: `y (g - sum of g y)` for each row.
  ///
  /// `output` is what `softmax` returned, `gradient` is of the same shape, else this traps.
  public static func softmaxGradient(output: Tensor, gradient: Tensor) -> Tensor {
    output.requireRows("softmaxGradient")
    output.requireMatch("softmaxGradient", gradient)
    if output.isShapeOnly || gradient.isShapeOnly {
      return Tensor(shapeOnly: output.shape, dtype: output.dtype)
    }
    if output.count == 0 { return output }
    return SoftmaxKernel.softmaxGradient(output, gradient)
  }

  /// The gradient of `logSoftmax` by its input: `g - exp(y) (sum of g)` for each row.
  ///
  /// `output` is what `logSoftmax` returned, `gradient` is of the same shape, else this traps.
  public static func logSoftmaxGradient(output: Tensor, gradient: Tensor) -> Tensor {
    output.requireRows("logSoftmaxGradient")
    output.requireMatch("logSoftmaxGradient", gradient)
    if output.isShapeOnly || gradient.isShapeOnly {
      return Tensor(shapeOnly: output.shape, dtype: output.dtype)
    }
    if output.count == 0 { return output }
    return SoftmaxKernel.logSoftmaxGradient(output, gradient)
  }

  /// The mean cross entropy of logits `[n, classes]` against target distributions of the same shape,
  /// a tensor of rank 0, and its gradient by the logits, `(softmax(x) sum(target) - target) / n`.
  ///
  /// Both come out of one pass over the rows. The mean over no rows, or no classes, is NaN. Traps when
  /// the shapes or element types differ.
  public func crossEntropy(target: Tensor) -> (loss: Tensor, gradient: Tensor) {
    requireRows("crossEntropy")
    requireMatch("crossEntropy", target)
    if isShapeOnly || target.isShapeOnly {
      return (Tensor(shapeOnly: [], dtype: dtype), Tensor(shapeOnly: shape, dtype: dtype))
    }
    if count == 0 { return (Tensor(.nan, dtype: dtype), self) }
    return SoftmaxKernel.crossEntropy(self, target)
  }

  private func requireRows(_ operation: StaticString) {
    Tensor.require(rank > 0, "\(operation): a single number has no last axis; reshape it to [1]")
  }

  private func requireMatch(_ operation: StaticString, _ gradient: Tensor) {
    Tensor.require(
      shape == gradient.shape,
      "\(operation): shapes \(shape) and \(gradient.shape) must be equal")
    requireSameType(operation, gradient)
  }
}
