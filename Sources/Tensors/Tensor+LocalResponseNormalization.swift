extension Tensor {
  /// Normalises each element by its neighbours across channels:
  /// `x / (k + alpha / size * sum of x² over the window)^beta`.
  ///
  /// The last axis is the channels. The window of channel `c` spans `c - size / 2` to
  /// `c + (size - 1) / 2`, clipped at the ends. Krizhevsky et al. 2012, §3.3, with alpha divided by
  /// `size` as in PyTorch (the paper's 1e-4 at `size` 5 is 5e-4 here). The result also holds the
  /// denominator before its power, which the gradient needs. Traps on rank 0 or `size` below 1.
  public func localResponseNormalized(
    size: Int, alpha: Double, beta: Double, k: Double
  ) -> (value: Tensor, denominatorBase: Tensor) {
    Tensor.require(rank > 0, "localResponseNormalized: shape \(shape) has no channel axis")
    Tensor.require(size > 0, "localResponseNormalized: the size \(size) must be positive")
    if isShapeOnly {
      let result = Tensor(shapeOnly: shape, dtype: dtype)
      return (result, Tensor(shapeOnly: shape, dtype: dtype))
    }
    return LocalResponseKernel.normalize(
      self, .init(size: size, alpha: alpha, beta: beta, k: k))
  }

  /// The gradient of `localResponseNormalized` by its input, in one pass.
  ///
  /// `input`, `base` (the forward pass's `denominatorBase`) and `gradient` have one shape, else this
  /// traps; so has the result.
  public static func localResponseNormalizedGradient(
    input: Tensor, base: Tensor, gradient: Tensor, size: Int, alpha: Double, beta: Double
  ) -> Tensor {
    Tensor.require(
      input.rank > 0 && input.shape == base.shape && input.shape == gradient.shape,
      "localResponseNormalizedGradient: input \(input.shape), base \(base.shape) and gradient "
        + "\(gradient.shape) must have one shape with a channel axis")
    input.requireSameType("localResponseNormalizedGradient", base)
    input.requireSameType("localResponseNormalizedGradient", gradient)
    if input.isShapeOnly || base.isShapeOnly || gradient.isShapeOnly {
      return Tensor(shapeOnly: input.shape, dtype: input.dtype)
    }
    return LocalResponseKernel.gradient(
      input, base, gradient, .init(size: size, alpha: alpha, beta: beta, k: 0))
  }

  /// The sum over a sliding window on the last axis: element `c` sums `c - before ... c + after`,
  /// with zeros beyond the ends.
  ///
  /// Its transpose is the same with `before` and `after` exchanged. Traps on rank 0 or a negative
  /// count.
  public func channelWindowSum(before: Int, after: Int) -> Tensor {
    Tensor.require(rank > 0, "channelWindowSum: shape \(shape) has no channel axis")
    Tensor.require(
      before >= 0 && after >= 0,
      "channelWindowSum: before \(before) and after \(after) must not be negative")
    if isShapeOnly { return Tensor(shapeOnly: shape, dtype: dtype) }
    return LocalResponseKernel.windowSum(self, before: before, after: after)
  }
}
