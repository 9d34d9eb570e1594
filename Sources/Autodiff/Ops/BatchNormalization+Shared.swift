import GradusTensors

/// Adds up numbers over the runs that each have a part of one batch, such as the ranks of a job.
///
/// All of them call it in the same order, in the forward and in the backward run.
public struct BatchStatisticsSum: Sendable {
  /// From one run's numbers to the sums over all runs, element by element.
  let sum: @Sendable ([Double]) -> [Double]

  /// Makes it of a function that adds up.
  public init(_ sum: @escaping @Sendable (_ values: [Double]) -> [Double]) { self.sum = sum }
}

extension Variable {
  /// The sum of this and of what the other runs of a batch have in its place.
  ///
  /// Pullback: the sum of the gradients of all runs, whose losses are added up.
  public func sharedSum(_ shares: BatchStatisticsSum) -> Variable {
    let sum =
      isShapeOnly
      ? value : Tensor(shares.sum(value.scalars), shape: shape, dtype: value.dtype)
    return record(
      TapeOperation("sharedSum", .arithmetic), value: sum, (self, { $0.sharedSum(shares) }))
  }

  /// Batch normalisation with the statistics of a batch of which this is a part: the formulas of the
  /// whole batch, whose sums over rows are sums over all parts.
  func sharedBatchNormalization(
    _ shares: BatchStatisticsSum, scale: Variable?, shift: Variable?, epsilon: Double,
    adding addition: Variable?, activation: Activation
  ) -> BatchNormalized {
    let axes = Array(shape.dimensions.indices.dropLast())
    let part = Double(shape.count / max(1, shape[-1]))
    let count = isShapeOnly ? part : shares.sum([part])[0]
    let mean = sum(axes: axes).sharedSum(shares) * (1 / count)
    let centred = self - mean
    let variance = centred.squared().sum(axes: axes).sharedSum(shares) * (1 / count)
    let normalized = centred * (variance + epsilon).squareRoot().reciprocal()
    return BatchNormalized(
      output: normalized.scaled(scale, shift, adding: addition).activated(activation),
      mean: mean.value, variance: variance.value, count: count)
  }
}

extension Tape {
  /// Whether batch normalisation uses the statistics of a batch of which this run has a part.
  package var sharesStatistics: Bool { if case .shared = statistics { true } else { false } }
}
