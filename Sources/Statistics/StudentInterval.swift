import Foundation
import GradusTensors

/// Student's interval of the mean of a few independent samples (Student 1908).
public enum StudentInterval {
  /// The interval around the mean of `samples` that holds the true one with `confidence`.
  ///
  /// Nil for fewer than two samples, which say nothing about their spread. Traps on a sample that is
  /// not finite.
  public static func ofMean(
    _ samples: [Double], confidence: Double = 0.95
  ) -> ClosedRange<Double>? {
    precondition(samples.allSatisfy(\.isFinite), "Student's interval: a sample is not finite")
    guard samples.count >= 2 else { return nil }
    let count = Double(samples.count)
    let mean = samples.reduce(0, +) / count
    let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let half =
      quantile(confidence: confidence, freedom: samples.count - 1)
      * (variance / count).squareRoot()
    return mean - half...mean + half
  }

  /// The t for which |T| ≤ t with probability `confidence`, at `freedom` degrees of freedom.
  public static func quantile(confidence: Double, freedom: Int) -> Double {
    precondition(
      (0..<1).contains(confidence) && freedom >= 1,
      "Student's quantile: confidence \(confidence), \(freedom) degrees of freedom")
    var (low, high) = (0.0, 1.0)
    while probability(within: high, freedom: freedom) < confidence { high *= 2 }
    for _ in 0..<200 where low < high {
      let middle = (low + high) / 2
      if probability(within: middle, freedom: freedom) < confidence {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }

  /// The probability of |T| ≤ t, in closed form (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
  static func probability(within t: Double, freedom: Int) -> Double {
    let angle = atan(t / Double(freedom).squareRoot())
    let (sine, square) = (sin(angle), cos(angle) * cos(angle))
    let isOdd = freedom % 2 == 1
    var (term, sum) = (isOdd ? cos(angle) : 1.0, 0.0)
    for index in stride(from: isOdd ? 1 : 0, through: freedom - 2, by: 2) {
      sum += term
      term *= square * Double(index + 1) / Double(index + 2)
    }
    return isOdd ? 2 / .pi * (angle + sine * sum) : sine * sum
  }
}
