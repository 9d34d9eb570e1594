import GradusAutodiff
import GradusTensors

/// How many examples a batch needs until the gradient's noise no longer hides it: the sum of the
/// variances of one example's gradient over the squared norm of the mean (McCandlish et al. 2018, §2.2 and
/// appendix A.1).
///
/// Both come, without bias, from the norms of gradients of batches of two sizes; of single steps they are
/// noisy, so that the means of `signal` and of `noise` over many steps are what to divide.
public struct GradientNoiseScale: Sendable, Hashable {
  /// An estimate of the squared norm of the true gradient; may be negative.
  public let signal: Double
  /// An estimate of the sum of the variances of one example's gradient.
  public let noise: Double

  /// The scale: batches much smaller than this many examples waste no example, much larger ones do.
  public var examples: Double { noise / signal }

  /// Estimates from the norms of mean gradients of a small batch and a large one.
  ///
  /// - Parameters:
  ///   - smallNorm: of the small batch's gradient, squared; best a mean over several batches.
  ///   - smallCount: examples of the small batch.
  ///   - largeNorm: of the large batch's gradient, squared.
  ///   - largeCount: examples of the large batch; traps unless it is larger.
  public init(
    squaredNorm smallNorm: Double, of smallCount: Int, and largeNorm: Double, of largeCount: Int
  ) {
    precondition(
      smallCount > 0 && largeCount > smallCount,
      "GradientNoiseScale: \(largeCount) examples must be more than \(smallCount), and those more than 0"
    )
    let (small, large) = (Double(smallCount), Double(largeCount))
    signal = (large * largeNorm - small * smallNorm) / (large - small)
    noise = (smallNorm - largeNorm) / (1 / small - 1 / large)
  }

  /// Estimates from the mean gradients of parts of a batch, of `count` examples each, whose mean is that
  /// of the whole; traps unless there are two parts at least.
  public init(parts: [Gradients], count: Int) {
    precondition(
      parts.count >= 2, "GradientNoiseScale: needs two parts at least, not \(parts.count)")
    let share = 1 / Double(parts.count)
    let whole = parts.dropFirst().reduce(parts[0]) { $0 + $1 }.scaled(by: share).globalNorm
    let squares = parts.reduce(0) { $0 + $1.globalNorm * $1.globalNorm } * share
    self.init(squaredNorm: squares, of: count, and: whole * whole, of: count * parts.count)
  }
}
