/// Measures quantities that claims are about.
///
/// `Context` is what a program's experiments share: images, sizes, trained nets.
public protocol Experiment<Context>: Sendable {
  /// What the program's experiments share.
  associatedtype Context

  /// Its name; one experiment a name.
  var name: ExperimentName { get }
  /// What is done, in one sentence, for plan and report.
  var summary: String { get }
  /// The experiments whose records or trained nets it uses.
  var needs: [ExperimentName] { get }
  /// Whether a trial builds on the record or the trained net of another, of an experiment in `needs`;
  /// studies on several machines keep the two together. On all of them, unless an experiment says less.
  func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool
  /// What is decided before it runs, for the plan: depths, learning rates, metric.
  var design: [String: String] { get }
  /// Whether its trials measure time, so that nothing may run beside them; no other experiment may build
  /// on them.
  var measuresTime: Bool { get }
  /// Its trials in the order they are made.
  var trials: [Trial] { get }
  /// Makes one trial; a run that diverges is a record, not an error.
  func measure(_ trial: Trial, _ context: Context) throws -> TrialRecord
}

extension Experiment {
  /// None, unless an experiment says otherwise.
  public var needs: [ExperimentName] { [] }

  /// False, unless an experiment says otherwise.
  public var measuresTime: Bool { false }

  /// True, unless an experiment says otherwise.
  public func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool { true }
}
