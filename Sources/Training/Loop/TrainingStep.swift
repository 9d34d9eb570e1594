/// What a step measured, before it changed the weights.
public struct TrainingStep: Sendable {
  /// The step's number; the first is 0.
  public let number: Int
  /// The mean loss of its batches.
  public let loss: Double
  /// The learning rate.
  public let learningRate: Double
  /// What was measured beside the loss, such as a classifier's `error`, and by `onEvaluation`.
  public internal(set) var metrics: [String: Double]
  /// The time it took, in seconds, without the making of its batches.
  public let seconds: Double

  /// A number of `metrics`; nil when it was not measured.
  public subscript(metric: TrainingMetric) -> Double? { values[metric.rawValue] }

  /// Everything that is logged, by column.
  var values: [String: Double] {
    metrics.merging([
      TrainingMetric.loss.rawValue: loss, TrainingMetric.learningRate.rawValue: learningRate,
    ]) { _, own in own }
  }
}

/// The numbers that loops measure by themselves, under the names of their columns in a log.
public enum TrainingMetric: String, Sendable, CaseIterable {
  /// The mean loss.
  case loss
  /// The share of a classifier's answers that are wrong.
  case error
  /// The learning rate.
  case learningRate
}
