import GradusAutodiff
import GradusStatistics
import GradusTensors

/// The derivative of a function along a straight line of inputs, at evenly spaced points: a smooth
/// function's changes slowly, a shattered one's is white noise (Balduzzi et al. 2017, Fig. 1).
///
///     let line = LineGradients(from: Tensor([-2]), to: Tensor([2])) {
///       model($0)
///     }
///     line.autocorrelation()        // near 0 in a deep plain net with batch normalisation
///
/// The points are one batch, whose statistics batch normalisation uses and holds constant.
public struct LineGradients: Sendable {
  /// The derivative at each point, by the way from the start to the end (1 for the whole way).
  public let derivatives: [Double]

  /// Differentiates along a line.
  ///
  /// - Parameters:
  ///   - start: the first input, without the axis of the batch.
  ///   - end: the last input, of the same shape.
  ///   - points: how many inputs, both ends included; at least 2.
  ///   - seed: decides the direction in the output's space.
  ///   - function: maps a batch `[points, ...]` to `[points, ...]`.
  public init(
    from start: Tensor, to end: Tensor, points: Int = 256, seed: UInt64 = 0,
    _ function: (Variable) -> Variable
  ) {
    precondition(
      start.shape == end.shape && points >= 2,
      "LineGradients: needs two points or more and ends of one shape, not \(points), "
        + "\(start.shape) and \(end.shape)")
    let way = (end - start).reshaped(to: [1, -1])
    let steps = Tensor.generate([points, 1], dtype: start.dtype) {
      Double($0) / Double(points - 1)
    }
    let batch = (steps.matmul(way) + start.reshaped(to: [1, -1]))
      .reshaped(to: Shape([points] + start.shape.dimensions))
    let gradients = InputGradients(at: batch, seed: seed, function)
    derivatives = gradients.rows.matmul(way, transposeRHS: true).scalars
  }

  /// The correlation of neighbouring derivatives, `lag` points apart.
  public func autocorrelation(lag: Int = 1) -> Double {
    Autocorrelation.value(of: derivatives, lag: lag)
  }
}
