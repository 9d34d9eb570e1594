import Foundation
import GradusTensors

extension LearningRateSchedule {
  /// Half a cosine from `base` to `final` over `total` steps (Loshchilov and Hutter 2017, eq. 5).
  public static func cosine(
    base: Double, total: Int, final: Double = 0
  ) -> LearningRateSchedule {
    LearningRateSchedule { step in
      cosine(from: base, to: final, Double(step) / Double(max(1, total)))
    }
  }

  /// Half a cosine from `base` to `final` again and again, the first over `period` steps and each
  /// over `growth` times as many as the one before it: SGDR (Loshchilov and Hutter 2017, eq. 5), as
  /// PyTorch's CosineAnnealingWarmRestarts. Traps on a period or growth below 1.
  public static func cosineWithRestarts(
    base: Double, period: Int, growth: Int = 1, final: Double = 0
  ) -> LearningRateSchedule {
    precondition(
      period >= 1 && growth >= 1,
      "cosine with restarts: period and growth must be at least 1, not \(period) and \(growth)")
    return LearningRateSchedule { step in
      var (position, length) = (step, period)
      if growth == 1 { position %= period }
      while position >= length {
        position -= length
        length *= growth
      }
      return cosine(from: base, to: final, Double(position) / Double(length))
    }
  }

  /// One cycle (Smith and Topin 2017) as in PyTorch: a cosine from `peak / 25` up to `peak` over
  /// `riseShare` of the steps, then a cosine down to `peak / 250,000`.
  public static func oneCycle(
    peak: Double, total: Int, riseShare: Double = 0.3
  ) -> LearningRateSchedule {
    LearningRateSchedule { step in
      let rise = riseShare * Double(total) - 1
      let position = Double(step)
      if position <= rise {
        return cosine(from: peak / 25, to: peak, rise <= 0 ? 1 : position / rise)
      }
      let fall = Double(total) - 1 - rise
      return cosine(from: peak, to: peak / 250_000, fall <= 0 ? 1 : (position - rise) / fall)
    }
  }

  /// A straight line from `from` to the first rate of `then` over `steps`, then that schedule.
  public static func warmUp(
    from: Double, steps: Int, then: LearningRateSchedule
  ) -> LearningRateSchedule {
    LearningRateSchedule { step in
      guard step < steps else { return then.learningRate(step: step - steps) }
      let target = then.learningRate(step: 0)
      return from + (target - from) * Double(step) / Double(steps)
    }
  }

  private static func cosine(from start: Double, to end: Double, _ share: Double) -> Double {
    end + (start - end) * (1 + cos(.pi * min(max(share, 0), 1))) / 2
  }
}
