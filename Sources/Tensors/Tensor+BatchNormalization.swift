extension Tensor {
  /// Mean and biased variance of each channel, over all axes but the last.
  ///
  /// Both results are `[channels]`. Sums are shifted by an estimate of the mean and merged in
  /// double precision (Chan, Golub, LeVeque 1983), so a mean far from zero costs no precision.
  /// Traps on rank 0 or when there are no rows.
  public func channelStatistics() -> (mean: Tensor, variance: Tensor) {
    requireChannelRows("channelStatistics")
    let channels: Shape = [shape[-1]]
    if isShapeOnly {
      return (Tensor(shapeOnly: channels, dtype: dtype), Tensor(shapeOnly: channels, dtype: dtype))
    }
    return ChannelStatisticsKernel.statistics(self)
  }

  /// `(x - mean) * inverseStandardDeviation * scale + shift`, with one value a channel of each.
  ///
  /// `self` is `[..., channels]`, every other tensor `[channels]`, else this traps; without `scale`
  /// or `shift` they count as 1 and 0. Ioffe and Szegedy 2015, algorithm 1.
  ///
  /// In the same pass over memory `addition`, of this tensor's shape, is added, and the result is
  /// cut off below zero if `rectified`.
  public func batchNormalized(
    mean: Tensor, inverseStandardDeviation: Tensor, scale: Tensor? = nil, shift: Tensor? = nil,
    adding addition: Tensor? = nil, rectified: Bool = false
  ) -> Tensor {
    if let addition { requireSameShape("batchNormalized addition", addition) }
    let parameters = [mean, inverseStandardDeviation, scale, shift].compactMap(\.self)
    requireChannelVectors("batchNormalized", parameters)
    if isShapeOnly || (parameters + [addition].compactMap(\.self)).contains(where: \.isShapeOnly) {
      return Tensor(shapeOnly: shape, dtype: dtype)
    }
    return BatchNormalizationKernel.normalize(
      self, mean: mean, inverseStandardDeviation: inverseStandardDeviation, scale: scale,
      shift: shift, .init(addition: addition, isRectified: rectified))
  }

  /// The gradients of `batchNormalized` by its input, scale and shift, where mean and deviation are
  /// the input's own (training).
  ///
  /// `input` and `gradient` are `[..., channels]`, the other arguments and the last two results
  /// `[channels]`, else this traps. With `h` the normalised input, the input's gradient is
  /// `scale * inverseStandardDeviation * (g - mean(g) - h * mean(g * h))`.
  ///
  /// Where the result was rectified, `rectifiedOutput` is that result, and g is zero where it is.
  /// The last result is this g, which is also the gradient of what was added.
  public static func batchNormalizedGradient(
    input: Tensor, mean: Tensor, inverseStandardDeviation: Tensor, scale: Tensor? = nil,
    gradient: Tensor, rectifiedOutput: Tensor? = nil
  ) -> (input: Tensor, scale: Tensor, shift: Tensor, addition: Tensor) {
    input.requireChannelRows("batchNormalizedGradient")
    input.requireSameShape("batchNormalizedGradient", gradient)
    if let rectifiedOutput { input.requireSameShape("batchNormalizedGradient", rectifiedOutput) }
    let parameters = [mean, inverseStandardDeviation, scale].compactMap(\.self)
    input.requireChannelVectors("batchNormalizedGradient", parameters)
    if input.isShapeOnly || gradient.isShapeOnly || parameters.contains(where: \.isShapeOnly) {
      let channels: Shape = [input.shape[-1]]
      return (
        Tensor(shapeOnly: input.shape, dtype: input.dtype),
        Tensor(shapeOnly: channels, dtype: input.dtype),
        Tensor(shapeOnly: channels, dtype: input.dtype),
        Tensor(shapeOnly: input.shape, dtype: input.dtype)
      )
    }
    return BatchNormalizationGradientKernel.run(
      input, mean: mean, inverseStandardDeviation: inverseStandardDeviation, scale: scale, gradient,
      rectifiedOutput: rectifiedOutput)
  }

  private func requireSameShape(_ operation: StaticString, _ other: Tensor) {
    precondition(
      shape == other.shape,
      "\(operation): the input's shape \(shape) and \(other.shape) must be equal")
    requireSameType(operation, other)
  }

  private func requireChannelRows(_ operation: StaticString) {
    precondition(
      rank > 0 && shape.dimensions.dropLast().allSatisfy { $0 > 0 },
      "\(operation): shape \(shape) has no rows of channels")
  }

  private func requireChannelVectors(_ operation: StaticString, _ vectors: [Tensor]) {
    precondition(rank > 0, "\(operation): shape \(shape) has no channel axis")
    for vector in vectors {
      precondition(
        vector.shape == [shape[-1]],
        "\(operation): a per-channel argument has shape \(vector.shape), but axis \(rank - 1) of "
          + "the input \(shape) needs [\(shape[-1])]")
      requireSameType(operation, vector)
    }
  }
}
