/// What one trial measured, as it is written to its file.
///
/// JSON has no NaN and no infinity: a number that is not finite is nil and written as `null`. A run
/// that diverged is a record like any other, but no claim is decided on its numbers.
public struct TrialRecord: Codable, Sendable, Equatable {
  /// The net or the condition.
  public var subject: Subject
  /// The seed of everything random in it.
  public var seed: UInt64
  /// Quantity to value.
  public private(set) var values: [Quantity: Double?]
  /// Quantity to its curve.
  public var curves: [Quantity: Curve]
  /// Whether a loss stopped being finite, here or in a training that it builds on.
  public var diverged = false
  /// The time it took, in seconds.
  public var seconds = 0.0

  /// Makes a record; values that are not finite become nil.
  public init(
    _ trial: Trial, values: [Quantity: Double] = [:], curves: [Quantity: Curve] = [:]
  ) {
    (subject, seed) = (trial.subject, trial.seed)
    self.values = values.mapValues { $0.isFinite ? $0 : nil }
    self.curves = curves
  }

  /// A value; nil where it was not measured or is not finite.
  public subscript(quantity: Quantity) -> Double? {
    get { values[quantity] ?? nil }
    set { values.updateValue(newValue.flatMap { $0.isFinite ? $0 : nil }, forKey: quantity) }
  }
}
