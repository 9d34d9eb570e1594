import GradusDatasets
import GradusTensors
import GradusTraining

/// Makes the trials of experiments that are not recorded yet.
///
/// A trial's record is the unit of resuming: whatever stops a study costs at most the trial that was
/// running.
public struct ExperimentRunner<Context>: Sendable {
  /// What happens while trials are made.
  public enum Event: Sendable {
    /// A trial begins.
    case begins(Trial, of: ExperimentName)
    /// A trial is recorded.
    case ends(Trial, of: ExperimentName, TrialRecord)
  }

  /// The experiments in the order they are made; one that needs another stands after it.
  public let experiments: [any Experiment<Context>]
  /// Where trials are recorded.
  public let store: EvidenceStore

  /// The part of the trials that it makes.
  public let shard: Shard

  /// Prepares to make experiments, or one part of their trials.
  public init(
    _ experiments: [any Experiment<Context>], store: EvidenceStore, shard: Shard = .whole
  ) {
    (self.experiments, self.store, self.shard) = (experiments, store, shard)
  }

  /// All trials with their experiments, of all parts.
  public var trials: [PlannedTrial] {
    experiments.flatMap { experiment in experiment.trials.map { (experiment, $0) } }
  }

  /// The trials of this part that are not recorded yet.
  public var remaining: [PlannedTrial] {
    trials(of: shard).filter { !store.isRecorded($0.trial, of: $0.experiment.name) }
  }

  /// Makes what is left; a trial on a training that diverged is recorded as diverged.
  ///
  /// Throws what experiments and the store throw, and `ExperimentsInterrupted` after Ctrl-C, where
  /// `Interruption` is installed.
  public func run(in context: Context, onEvent: (Event) -> Void = { _ in }) throws {
    for (experiment, trial) in remaining {
      onEvent(.begins(trial, of: experiment.name))
      let record = try make(experiment, trial, in: context)
      onEvent(.ends(trial, of: experiment.name, record))
      if Interruption.isRequested { throw ExperimentsInterrupted() }
    }
  }

  /// Makes what is left on threads of this process, each trial on one, and then those that measure time,
  /// one after the other.
  ///
  /// Trials side by side fill the cores better than the loops within one. Throws as `run(in:onEvent:)` does.
  ///
  /// - Parameters:
  ///   - count: how many threads; traps below 1.
  ///   - makeContext: makes what the experiments of one thread share.
  ///   - onEnd: told of each trial that is recorded, one at a time.
  public func run(
    onThreads count: Int, in makeContext: @escaping @Sendable () throws -> Context,
    onEnd: @escaping @Sendable (Trial) -> Void = { _ in }
  ) throws {
    let left = remaining
    try farm(left.filter { !$0.experiment.measuresTime }, onThreads: count, makeContext, onEnd)
    let timed = left.filter(\.experiment.measuresTime)
    if !timed.isEmpty {
      let context = try makeContext()
      for (experiment, trial) in timed where !Interruption.isRequested {
        _ = try make(experiment, trial, in: context)
        onEnd(trial)
      }
    }
    if Interruption.isRequested { throw ExperimentsInterrupted() }
  }

  private func farm(
    _ trials: [PlannedTrial], onThreads count: Int,
    _ makeContext: @escaping @Sendable () throws -> Context,
    _ onEnd: @escaping @Sendable (Trial) -> Void
  ) throws {
    let threads = Parallel.threadCount
    Parallel.threadCount = 1
    defer { Parallel.threadCount = threads }
    let runner = self
    try TaskFarm(needs: Self.needs(trials), costs: trials.map(\.trial.cost)).run(
      onThreads: count, isEnding: { Interruption.isRequested },
      onEnd: { onEnd(trials[$0].trial) },
      makePerformer: {
        let context = try makeContext()
        return { task in
          _ = try runner.make(trials[task].experiment, trials[task].trial, in: context)
        }
      })
  }

  /// Makes a trial and records it.
  func make(
    _ experiment: any Experiment<Context>, _ trial: Trial, in context: Context
  ) throws -> TrialRecord {
    let clock = ContinuousClock()
    let start = clock.now
    var record: TrialRecord
    do {
      record = try experiment.measure(trial, context)
    } catch is DivergedSource {
      record = TrialRecord(trial)
      record.diverged = true
    }
    record.seconds = (clock.now - start) / .seconds(1)
    try store.record(record, trial, of: experiment.name)
    return record
  }
}

/// Ctrl-C was pressed while experiments were made; every finished trial is recorded.
public struct ExperimentsInterrupted: Error, Sendable, CustomStringConvertible {
  /// One line.
  public var description: String { "interrupted; every finished trial is recorded" }
}
