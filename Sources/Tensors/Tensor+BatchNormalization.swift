extension Tensor {
  /// Mean and biased variance of each channel, over all axes but the last.
  ///
  /// Both results are `[channels]`. Sums are shifted by an estimate of the mean and merged in
  /// double precision (Chan, Golub, LeVeque 1983), so a mean far from zero costs no precision.
  /// Without rows both are NaN. Traps on rank 0.
  public func channelStatistics() -> (mean: Tensor, variance: Tensor) {
    requireChannelRows("channelStatistics")
    let channels: Shape = [shape[-1]]
    if isShapeOnly {
      return (Tensor(shapeOnly: channels, dtype: dtype), Tensor(shapeOnly: channels, dtype: dtype))
    }
    return ChannelStatisticsKernel.statistics(self)
  }

  /// 1 / sqrt(variance + epsilon) of each channel, `[channels]`, for the variance that
  /// `channelStatistics` gave; in range also where the variance itself is beyond the element type.
  package func inverseStandardDeviation(variance: Tensor, epsilon: Double) -> Tensor {
    if isShapeOnly || variance.isShapeOnly {
      return Tensor(shapeOnly: variance.shape, dtype: dtype)
    }
    return ChannelStatisticsKernel.inverseStandardDeviation(
      self, variance: variance, epsilon: epsilon)
  }

  /// For each channel, `[channels]`, a power of two that brings its elements to at most 2, and so their
  /// squares into range; 1 where they are small, not finite or none.
  package var unitsOfSquares: Tensor {
    let channels: Shape = [shape[-1]]
    if isShapeOnly { return Tensor(shapeOnly: channels, dtype: dtype) }
    guard count > 0 else { return .ones(channels, dtype: dtype) }
    let units = absolute().maximum(axes: Array(0..<(rank - 1))).scalars.map { largest in
      largest.isFinite && largest > 2
        ? Double(sign: .plus, exponent: -min(1000, largest.exponent), significand: 1) : 1
    }
    return Tensor(units, shape: channels, dtype: dtype)
  }

  /// `(x - mean) * inverseStandardDeviation * scale + shift`, with one value a channel of each.
  ///
  /// `self` is `[..., channels]`, every other tensor `[channels]`, else this traps; without `scale`
  /// or `shift` they count as 1 and 0. Ioffe and Szegedy 2015, algorithm 1.
  ///
  /// In the same pass over memory `addition`, of this tensor's shape, is added, and `activation`
  /// is applied to the result.
  public func batchNormalized(
    mean: Tensor, inverseStandardDeviation: Tensor, scale: Tensor? = nil, shift: Tensor? = nil,
    adding addition: Tensor? = nil, activation: Activation = .identity
  ) -> Tensor {
    if let addition { requireSameShape("batchNormalized addition", addition) }
    requireChannelVectors("batchNormalized", mean, inverseStandardDeviation, scale, shift)
    if isShapeOnly || mean.isShapeOnly || inverseStandardDeviation.isShapeOnly
      || scale?.isShapeOnly == true || shift?.isShapeOnly == true || addition?.isShapeOnly == true
    {
      return Tensor(shapeOnly: shape, dtype: dtype)
    }
    return BatchNormalizationKernel.normalize(
      self, mean: mean, inverseStandardDeviation: inverseStandardDeviation, scale: scale,
      shift: shift, .init(addition: addition, activation: activation))
  }

  /// The gradients of `batchNormalized` by its input, scale and shift, where mean and deviation are
  /// the input's own (training).
  ///
  /// `input` and `gradient` are `[..., channels]`, the other arguments and the last two results
  /// `[channels]`, else this traps. With `h` the normalised input, the input's gradient is
  /// `scale * inverseStandardDeviation * (g - mean(g) - h * mean(g * h))`.
  ///
  /// Where an activation followed, g is the gradient before it, computed from what the activation
  /// was applied to: the normalised input, `shift` and `addition`. For ReLU the kept `output` serves
  /// as well and is read instead. With `adds` the last result is this g, the gradient of what was
  /// added; else it is nil.
  ///
  /// The memory of `gradient` is used for a result where nobody else holds it.
  public static func batchNormalizedGradient(
    input: Tensor, mean: Tensor, inverseStandardDeviation: Tensor, scale: Tensor? = nil,
    shift: Tensor? = nil, gradient: consuming Tensor, adds: Bool = false,
    addition: Tensor? = nil, activation: Activation = .identity, output: Tensor? = nil
  ) -> (input: Tensor, scale: Tensor, shift: Tensor, addition: Tensor?) {
    input.requireChannelRows("batchNormalizedGradient")
    input.requireSameShape("batchNormalizedGradient", gradient)
    if let addition { input.requireSameShape("batchNormalizedGradient", addition) }
    if let output { input.requireSameShape("batchNormalizedGradient", output) }
    precondition(
      !adds || activation == .identity || addition != nil || (activation == .relu && output != nil),
      "batchNormalizedGradient: \(activation) after an addition needs the addition")
    input.requireChannelVectors(
      "batchNormalizedGradient", mean, inverseStandardDeviation, scale, shift)
    if input.isShapeOnly || gradient.isShapeOnly || mean.isShapeOnly
      || inverseStandardDeviation.isShapeOnly || scale?.isShapeOnly == true
      || shift?.isShapeOnly == true
    {
      let channels: Shape = [input.shape[-1]]
      return (
        Tensor(shapeOnly: input.shape, dtype: input.dtype),
        Tensor(shapeOnly: channels, dtype: input.dtype),
        Tensor(shapeOnly: channels, dtype: input.dtype),
        adds ? Tensor(shapeOnly: input.shape, dtype: input.dtype) : nil
      )
    }
    let isFree = isKnownUniquelyReferenced(&gradient.storage)
    return BatchNormalizationGradientKernel.run(
      .init(
        input: input, mean: mean, inverseStandardDeviation: inverseStandardDeviation,
        scale: scale, shift: shift, addition: addition, activation: activation, output: output,
        adds: adds), gradient, isFree: isFree)
  }

  private func requireSameShape(_ operation: StaticString, _ other: Tensor) {
    Tensor.require(
      shape == other.shape,
      "\(operation): the input's shape \(shape) and \(other.shape) must be equal")
    requireSameType(operation, other)
  }

  private func requireChannelRows(_ operation: StaticString) {
    Tensor.require(rank > 0, "\(operation): a single number has no channel axis")
  }

  private func requireChannelVectors(
    _ operation: StaticString, _ mean: Tensor, _ deviation: Tensor, _ scale: Tensor?,
    _ shift: Tensor?
  ) {
    Tensor.require(rank > 0, "\(operation): shape \(shape) has no channel axis")
    requireChannelVector(operation, mean)
    requireChannelVector(operation, deviation)
    if let scale { requireChannelVector(operation, scale) }
    if let shift { requireChannelVector(operation, shift) }
  }

  private func requireChannelVector(_ operation: StaticString, _ vector: Tensor) {
    Tensor.require(
      vector.rank == 1 && vector.shape[0] == shape[-1],
      "\(operation): a per-channel argument has shape \(vector.shape), but axis \(rank - 1) of "
        + "the input \(shape) needs [\(shape[-1])]")
    requireSameType(operation, vector)
  }
}
