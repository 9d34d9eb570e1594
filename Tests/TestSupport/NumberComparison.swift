import Gradus

/// Comparisons of lists of numbers for tests.
public enum NumberComparison {
  /// The greatest difference, relative to the greatest magnitude of `expected` (at least 1);
  /// infinite when the counts differ or a NaN has no NaN opposite.
  public static func error(_ actual: [Double], _ expected: [Double]) -> Double {
    guard actual.count == expected.count else { return .infinity }
    let magnitude = expected.reduce(1) { $1.isFinite ? Swift.max($0, abs($1)) : $0 }
    return zip(actual, expected).reduce(0.0) { worst, pair in
      if pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN) { return worst }
      let difference = abs(pair.0 - pair.1) / magnitude
      return difference.isNaN ? .infinity : Swift.max(worst, difference)
    }
  }

  /// The inner product of two tensors of equal count.
  public static func dot(_ a: Tensor, _ b: Tensor) -> Double {
    precondition(a.count == b.count, "dot: \(a.shape) and \(b.shape)")
    return zip(a.scalars, b.scalars).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
