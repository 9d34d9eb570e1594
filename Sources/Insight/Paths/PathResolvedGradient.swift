import GradusStatistics
import GradusTensors

/// A gradient split by the number of residual branches that its way through the network takes.
///
/// A network of n residual blocks is 2ⁿ networks, one for each choice of branch or shortcut in each
/// block (Veit, Wilber and Belongie 2016, §3). Here nothing is sampled: part k is the exact sum over
/// all ways through k branches, and the parts add up to the ordinary gradient.
public struct PathResolvedGradient: Sendable {
  /// Part k came through k residual branches; all have the shape of the variable.
  public let parts: [Tensor]
  /// The number of ways from the output to the variable through k branches.
  public let pathCounts: [Double]

  /// The sum of all parts: the ordinary gradient.
  public var total: Tensor {
    parts.dropFirst().reduce(into: parts[0]) { $0 += $1 }
  }

  /// The norm of each part.
  public var norms: [Double] { parts.map(\.robustNorm) }

  /// The share of each part in the gradient: its projection on the total over the total's norm. The
  /// shares add up to 1; one is negative where a part opposes the total.
  public var shares: [Double] {
    let whole = total.converted(to: .float64)
    let square = whole.squared().sum().item
    return parts.map { ($0.converted(to: .float64) * whole).sum().item / square }
  }

  /// The share of each part's norm in the sum of the norms: Veit's distribution of the gradient over
  /// path lengths (2016, Fig. 6c).
  public var normShares: [Double] {
    let norms = norms
    let sum = norms.reduce(0, +)
    return norms.map { $0 / sum }
  }

  /// The mean number of branches, weighted by the parts' norms.
  public var meanLength: Double { Self.mean(norms) }

  /// The mean number of branches over all ways, each counting alike: n / 2 for n blocks.
  public var meanPathCountLength: Double { Self.mean(pathCounts) }

  /// The share of the parts' norms that came through at most `length` branches.
  public func normShare(upTo length: Int) -> Double {
    normShares.prefix(max(0, length + 1)).reduce(0, +)
  }

  private static func mean(_ weights: [Double]) -> Double {
    let sum = weights.reduce(0, +)
    return weights.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / sum
  }
}
