import GradusTensors

/// Mean, standard deviation and kurtosis of all elements of a tensor.
package enum Moments {
  /// The mean and the biased variance of all elements, in one pass over memory.
  package static func meanAndVariance(of tensor: Tensor) -> (mean: Double, variance: Double) {
    let rows = tensor.rank == 0 ? tensor.reshaped(to: [1]) : tensor
    let (means, variances) = rows.channelStatistics()
    return pooled(means.scalars, variances.scalars)
  }

  /// The mean and variance of the union of equally large groups.
  package static func pooled(_ means: [Double], _ variances: [Double]) -> (
    mean: Double, variance: Double
  ) {
    let count = Double(max(1, means.count))
    let mean = means.reduce(0, +) / count
    let between = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return (mean, variances.reduce(0, +) / count + between)
  }

  /// The fourth standardised moment: 3 for a normal distribution, more for heavy tails, NaN when
  /// the elements do not vary.
  package static func kurtosis(of tensor: Tensor) -> Double {
    // In double precision, because the fourth power of a small gradient is not a float.
    let wide = tensor.converted(to: .float64).reshaped(to: [tensor.count])
    let centred = wide - wide.mean().item
    let squares = centred.squared()
    let variance = squares.mean().item
    return variance > 0 ? squares.squared().mean().item / (variance * variance) : .nan
  }
}
