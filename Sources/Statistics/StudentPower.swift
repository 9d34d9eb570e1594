import Foundation
import GradusTensors

/// How likely samples are to show on which side of a bound their mean lies, before they are drawn (Cohen
/// 1988, §2.3): what an experiment of a given size can find out.
public enum StudentPower {
  /// The largest number of samples that is looked at.
  public static let mostSamples = 1_000

  /// The probability that Student's interval of the mean of normal samples lies wholly on the right side of
  /// a bound.
  ///
  /// That is the power of the one-sided t test at half of what the confidence leaves, from the noncentral t
  /// distribution. Traps for fewer than two samples and on an effect that is not a number.
  ///
  /// - Parameters:
  ///   - effect: how far the true mean lies from the bound, in standard deviations of a sample; may be
  ///     infinite.
  ///   - count: the number of samples.
  ///   - confidence: that of the interval.
  public static func ofClearing(
    effect: Double, count: Int, confidence: Double = 0.95
  ) -> Double {
    precondition(
      count >= 2 && !effect.isNaN, "power of \(count) samples with an effect of \(effect)")
    if effect.isInfinite { return effect > 0 ? 1 : 0 }
    let freedom = Double(count - 1)
    let critical = StudentInterval.quantile(confidence: confidence, freedom: count - 1)
    let shift = effect * Double(count).squareRoot()
    // Over the standard deviation that is found, over the true one: a chi variable, near 1.
    let reach = 10 / (2 * freedom).squareRoot()
    let (low, high) = (max(0, 1 - reach), 1 + reach)
    let constant = log(2) + freedom / 2 * log(freedom / 2) - lgamma(freedom / 2)
    let intervals = 800
    let width = (high - low) / Double(intervals)
    // Simpson's rule.
    let sum = (0...intervals).reduce(0.0) { sum, point in
      let deviation = low + width * Double(point)
      let weight = point == 0 || point == intervals ? 1.0 : point % 2 == 1 ? 4 : 2
      let power = freedom == 1 ? 0 : (freedom - 1) * log(deviation)
      let density = exp(constant + power - freedom / 2 * deviation * deviation)
      return sum + weight * density * normal(shift - critical * deviation)
    }
    return min(1, sum * width / 3)
  }

  /// The fewest samples that clear all bounds with a probability of at least `power`; nil where more than
  /// ``mostSamples`` are needed.
  ///
  /// With several bounds the probability is at least 1 minus the sum of the failures of each. Traps without
  /// effects, and unless the power is in 0..<1.
  ///
  /// - Parameters:
  ///   - effects: how far the true mean lies from each bound, in standard deviations of a sample.
  ///   - power: the probability that is asked for.
  ///   - least: the fewest samples that the test takes.
  public static func sampleCount(
    effects: [Double], power: Double = 0.8, confidence: Double = 0.95, least: Int = 2
  ) -> Int? {
    precondition(
      !effects.isEmpty && (0..<1).contains(power),
      "sample count for \(effects.count) effects and a power of \(power)")
    func isEnough(_ count: Int) -> Bool {
      let failure = effects.reduce(0) {
        $0 + 1 - ofClearing(effect: $1, count: count, confidence: confidence)
      }
      return 1 - failure >= power
    }
    var (low, high) = (max(2, least), mostSamples)
    guard isEnough(high) else { return nil }
    while low < high {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The standard normal distribution function.
  private static func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
}
