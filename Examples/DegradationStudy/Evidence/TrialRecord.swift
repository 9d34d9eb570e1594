/// What one trial measured, as it is written to its file.
///
/// JSON has no NaN and no infinity: a number that is not finite is nil and written as `null`. A run
/// that diverged is a record like any other.
struct TrialRecord: Codable, Sendable, Equatable {
  /// The net or the condition, such as `plain-56`.
  var subject: String
  /// The seed of the weights and of the order of the data.
  var seed: UInt64
  /// Quantity to value.
  private(set) var values: [String: Double?]
  /// Quantity to its curve.
  var curves: [String: Curve]
  /// Whether the loss stopped being finite.
  var diverged = false
  /// The time it took, in seconds.
  var seconds = 0.0

  /// Makes a record.
  init(_ trial: Trial, values: [String: Double] = [:], curves: [String: Curve] = [:]) {
    (subject, seed) = (trial.subject, trial.seed)
    self.values = values.mapValues { $0.isFinite ? $0 : nil }
    self.curves = curves
  }

  /// A value; nil where it was not measured or is not finite.
  subscript(quantity: String) -> Double? {
    get { values[quantity] ?? nil }
    set { values.updateValue(newValue.flatMap { $0.isFinite ? $0 : nil }, forKey: quantity) }
  }
}
