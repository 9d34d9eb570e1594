import Foundation
import GradusTensors

extension LearningRateSchedule {
  /// The same rate always.
  public static func constant(_ rate: Double) -> LearningRateSchedule {
    LearningRateSchedule { _ in rate }
  }

  /// `base`, multiplied by `factor` at each milestone (He et al. 2015, §4.2: by 0.1, twice).
  public static func steps(
    base: Double, milestones: [Int], factor: Double = 0.1
  ) -> LearningRateSchedule {
    LearningRateSchedule { step in base * pow(factor, Double(milestones.count { $0 <= step })) }
  }

  /// `base`, multiplied by `factor` evenly over each `interval` of steps: PyTorch's ExponentialLR at an
  /// interval of 1. Traps on an interval below 1.
  public static func exponential(
    base: Double, factor: Double, every interval: Int = 1
  ) -> LearningRateSchedule {
    precondition(
      interval >= 1, "exponential schedule: the interval must be at least 1, not \(interval)")
    return LearningRateSchedule { step in base * pow(factor, Double(step) / Double(interval)) }
  }

  /// From `base` to `final` over `total` steps along (1 - step / total)^power, a straight line at
  /// power 1: PyTorch's PolynomialLR.
  public static func polynomial(
    base: Double, total: Int, power: Double = 1, final: Double = 0
  ) -> LearningRateSchedule {
    LearningRateSchedule { step in
      final + (base - final) * pow(1 - min(1, Double(step) / Double(max(1, total))), power)
    }
  }
}
