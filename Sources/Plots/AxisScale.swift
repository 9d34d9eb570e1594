import Foundation

/// Maps data values to positions along an axis.
public struct AxisScale: Sendable, Hashable {
  /// How values are spread over the axis.
  public enum Kind: Sendable, Hashable {
    /// In proportion to the value.
    case linear
    /// In proportion to the logarithm; values of zero and below have no place.
    case logarithmic
    /// In proportion to log(1 + value); values below zero have no place. For counts such as
    /// training steps, where the difference between 0 and 1 matters.
    case logarithmicWithZero
  }

  /// How values are spread over the axis.
  public let kind: Kind

  /// The values at the two ends, the lower one smaller than the upper one.
  public let domain: ClosedRange<Double>

  /// Makes a scale that covers all usable values.
  ///
  /// Values that are not finite, or that have no place on a scale of this kind, are left out.
  /// Without values, the scale covers 0...1 (linear) or 1...10 (logarithmic). Around a single value
  /// it leaves room on both sides.
  ///
  /// - Parameters:
  ///   - kind: how values are spread over the axis.
  ///   - values: the data.
  ///   - isRounded: whether the ends are moved outward to the next ticks.
  public init(_ kind: Kind, covering values: some Sequence<Double>, isRounded: Bool = false) {
    self.kind = kind
    var (low, high) = (Double.infinity, -Double.infinity)
    // Beyond 1e307 the width of the domain could overflow.
    for value in values where Self.isUsable(value, kind) && value.magnitude < 1e307 {
      (low, high) = (min(low, value), max(high, value))
    }
    let tight =
      low <= high
      ? Self.opened(kind, low, high)
      : kind == .linear ? 0...1 : kind == .logarithmic ? 1...10 : 0...1
    domain = isRounded ? Self.rounded(kind, tight) : tight
  }

  /// The place of `value`: 0 at the lower and 1 at the upper end, outside 0...1 beyond them, nil
  /// for values that are not finite or have no place on this scale.
  public func fraction(of value: Double) -> Double? {
    guard Self.isUsable(value, kind) else { return nil }
    let (low, high) = (transformed(domain.lowerBound), transformed(domain.upperBound))
    let fraction = (transformed(value) - low) / (high - low)
    return fraction.isFinite ? fraction : nil
  }

  private func transformed(_ value: Double) -> Double {
    switch kind {
    case .linear: value
    case .logarithmic: log10(value)
    case .logarithmicWithZero: log10(1 + value)
    }
  }

  private static func isUsable(_ value: Double, _ kind: Kind) -> Bool {
    switch kind {
    case .linear: value.isFinite
    case .logarithmic: value.isFinite && value >= .leastNormalMagnitude
    case .logarithmicWithZero: value.isFinite && value >= 0
    }
  }

  /// A domain of positive width, wide enough to tell its ticks apart.
  private static func opened(_ kind: Kind, _ low: Double, _ high: Double) -> ClosedRange<Double> {
    switch kind {
    case .linear:
      let magnitude = max(low.magnitude, high.magnitude)
      if magnitude < 1e-290 { return -1...1 }
      if high - low > magnitude * 1e-12 { return low...high }
      return (low - magnitude * 0.1)...(high + magnitude * 0.1)
    case .logarithmic:
      if high / low > 1 + 1e-9 { return low...high }
      return max(low / 2, .leastNormalMagnitude)...(high * 2)
    case .logarithmicWithZero:
      return high - low > 1e-9 * (1 + high) ? low...high : 0...max(1, high * 2)
    }
  }

  private static func rounded(_ kind: Kind, _ tight: ClosedRange<Double>) -> ClosedRange<Double> {
    switch kind {
    case .linear:
      let step = AxisTick.niceStep(width: tight.upperBound - tight.lowerBound, count: 6)
      let low = (tight.lowerBound / step).rounded(.down) * step
      let high = (tight.upperBound / step).rounded(.up) * step
      return low.isFinite && high.isFinite && low < high ? low...high : tight
    case .logarithmic:
      // A whole decade for data that span a fraction of it would waste most of the plot.
      guard tight.upperBound / tight.lowerBound >= 10 else { return tight }
      let low = pow(10, log10(tight.lowerBound).rounded(.down))
      let high = pow(10, log10(tight.upperBound).rounded(.up))
      return low >= .leastNormalMagnitude && high.isFinite ? low...high : tight
    case .logarithmicWithZero:
      return tight
    }
  }
}
