import GradusTensors

/// The exact one-sided test of paired differences: is their mean larger than chance would have it?
///
/// Under the null hypothesis each difference might as well have had the other sign. Of all 2ⁿ
/// assignments of signs, the p-value is the share whose mean is at least the observed one (Fisher
/// 1935, §21). Five pairs reach 1/32 at best.
public enum SignFlipTest {
  /// The largest number of differences whose signs are enumerated.
  public static let mostDifferences = 20

  /// The p-value of `differences` for the alternative that their mean is positive.
  ///
  /// Zero differences count as any other. Traps when there are none, when there are more than
  /// ``mostDifferences``, or when one is not finite.
  public static func pValue(_ differences: [Double]) -> Double {
    precondition(
      !differences.isEmpty && differences.count <= mostDifferences,
      "sign-flip test: \(differences.count) differences, must be 1 to \(mostDifferences)")
    precondition(
      differences.allSatisfy(\.isFinite), "sign-flip test: a difference is not a finite number")
    let observed = differences.reduce(0, +)
    // Sums in another order differ in their last digits; an equal one must count as equal.
    let slack = 1e-12 * differences.reduce(0) { $0 + $1.magnitude }
    let assignments = 1 << differences.count
    let extreme = (0..<assignments).count { signs in
      let sum = differences.enumerated().reduce(0) { sum, item in
        signs >> item.offset & 1 == 1 ? sum - item.element : sum + item.element
      }
      return sum >= observed - slack
    }
    return Double(extreme) / Double(assignments)
  }
}
