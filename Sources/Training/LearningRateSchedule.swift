import Foundation

/// The learning rate as a function of the step, so that a resumed run needs no state of it.
public enum LearningRateSchedule: Sendable, Hashable {
  /// The same rate always.
  case constant(Double)
  /// `base`, multiplied by `factor` at each milestone (He et al. 2015, §4.2: by 0.1, twice).
  case steps(base: Double, milestones: [Int], factor: Double = 0.1)
  /// Half a cosine from `base` to `final` over `total` steps (Loshchilov and Hutter 2017, eq. 5).
  case cosine(base: Double, total: Int, final: Double = 0)
  /// One cycle (Smith and Topin 2017) as in PyTorch: a cosine from `peak / 25` up to `peak` over
  /// `riseShare` of the steps, then a cosine down to `peak / 250,000`.
  case oneCycle(peak: Double, total: Int, riseShare: Double = 0.3)
  /// A straight line from `from` to the first value of `then` over `steps`, then that schedule.
  indirect case warmUp(from: Double, steps: Int, then: LearningRateSchedule)

  /// The rate of a step; the first step is 0.
  public func learningRate(step: Int) -> Double {
    switch self {
    case .constant(let rate):
      return rate
    case .steps(let base, let milestones, let factor):
      return base * pow(factor, Double(milestones.count { $0 <= step }))
    case .cosine(let base, let total, let final):
      return Self.cosine(from: base, to: final, Double(step) / Double(max(1, total)))
    case .oneCycle(let peak, let total, let riseShare):
      let rise = riseShare * Double(total) - 1
      let position = Double(step)
      if position <= rise {
        return Self.cosine(from: peak / 25, to: peak, rise <= 0 ? 1 : position / rise)
      }
      let fall = Double(total) - 1 - rise
      return Self.cosine(from: peak, to: peak / 250_000, fall <= 0 ? 1 : (position - rise) / fall)
    case .warmUp(let from, let steps, let then):
      guard step < steps else { return then.learningRate(step: step - steps) }
      let target = then.learningRate(step: 0)
      return from + (target - from) * Double(step) / Double(steps)
    }
  }

  private static func cosine(from start: Double, to end: Double, _ share: Double) -> Double {
    end + (start - end) * (1 + cos(.pi * min(max(share, 0), 1))) / 2
  }
}
