/// A trial builds on a training that diverged: there is nothing to measure, and the trial counts as
/// diverged itself.
public struct DivergedSource: Error, Sendable, CustomStringConvertible {
  /// The training.
  public let experiment: ExperimentName, subject: Subject, seed: UInt64

  /// Names a training that diverged.
  public init(_ experiment: ExperimentName, _ subject: Subject, seed: UInt64) {
    (self.experiment, self.subject, self.seed) = (experiment, subject, seed)
  }

  /// One line.
  public var description: String {
    "\(subject) of \(experiment.rawValue) with seed \(seed) diverged; what builds on it is not "
      + "measured"
  }
}
