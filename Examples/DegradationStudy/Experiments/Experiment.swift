/// Measures quantities that claims are about.
protocol Experiment: Sendable {
  /// Its name; one experiment a name.
  var name: ExperimentName { get }
  /// What is done, in one sentence, for plan and report.
  var summary: String { get }
  /// The experiments whose trained nets it loads.
  var needs: [ExperimentName] { get }
  /// What is decided before it runs, for the plan: depths, learning rates, metric.
  var design: [String: String] { get }
  /// Its trials in the order they are made.
  var trials: [Trial] { get }
  /// Makes one trial; a run that diverges is a record, not an error.
  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord
}

extension Experiment {
  var needs: [ExperimentName] { [] }
}
