/// A criterion applied to measurements.
public struct Finding: Sendable, Equatable {
  /// What was measured.
  public let quantity: String
  /// What it must be, in words.
  public let requirement: String
  /// The mean over seeds; the geometric one for ratios, the share of seeds for conditions.
  public let estimate: Double?
  /// The 95 % interval of the mean.
  public let interval: ClosedRange<Double>?
  /// The exact one-sided p-value, where a test was made.
  public let pValue: Double?
  /// The number of seeds with a finite measurement.
  public let count: Int
  /// The number of seeds without one: not measured or diverged.
  public let missing: Int
  /// What follows.
  public let verdict: Verdict

  /// Whether seeds differ in it: what is counted, such as multiply-adds, has no scatter.
  var isScattered: Bool { interval.map { $0.lowerBound < $0.upperBound } ?? false }
}
