import Foundation
import GradusTraining

extension ExperimentRunner {
  /// Makes what is left on all ranks of a job, each trial on the one that is free; called on all ranks.
  ///
  /// The ranks need one folder that all hosts see. Throws as `run(in:onEvent:)` does, and
  /// `CommunicationError`; a trial that was under way when a rank was lost is made again the next time.
  ///
  /// - Parameters:
  ///   - context: what this rank's experiments share.
  ///   - communicator: the ranks.
  ///   - onEnd: told on the first rank of each trial that is recorded.
  public func run(
    in context: Context, over communicator: any Communicator,
    onEnd: @escaping @Sendable (Trial) -> Void = { _ in }
  ) throws {
    // The first rank's view: the others begin before anything is recorded, or see the same.
    let names = try communicator.gather(
      Array(
        remaining.map { "\($0.experiment.name.rawValue)/\($0.trial.fileName)" }
          .joined(separator: "\n").utf8))[0]
    let wanted = Set(String(decoding: names, as: UTF8.self).split(separator: "\n").map(String.init))
    let left = trials.filter {
      wanted.contains("\($0.experiment.name.rawValue)/\($0.trial.fileName)")
    }
    let needs = Self.needs(left)
    let farm = TaskFarm(needs: needs, costs: left.map(\.trial.cost))
    let store = store
    let planned = left.map { (name: $0.experiment.name, trial: $0.trial) }
    try farm.run(
      over: communicator, isEnding: { Interruption.isRequested },
      onEnd: { task in
        guard Self.sees(planned[task].trial, of: planned[task].name, in: store) else {
          throw CommunicationError(
            "a trial that another rank recorded is not in \(store.folder.path) here; all ranks need one "
              + "folder that all hosts see")
        }
        onEnd(planned[task].trial)
      },
      perform: { task in
        for need in needs[task] {
          _ = Self.sees(planned[need].trial, of: planned[need].name, in: store)
        }
        _ = try make(left[task].experiment, left[task].trial, in: context)
      })
    if Interruption.isRequested { throw ExperimentsInterrupted() }
  }

  /// Waits until a record that another rank made is seen here, and says whether it is: network file systems
  /// remember for up to a minute that there was no file.
  private static func sees(
    _ trial: Trial, of experiment: ExperimentName, in store: EvidenceStore
  ) -> Bool {
    for _ in 0..<90 {
      if store.isListed(trial, of: experiment) { return true }
      sleep(1)
    }
    return store.isListed(trial, of: experiment)
  }

  /// The positions of the trials that each builds on.
  static func needs(_ trials: [PlannedTrial]) -> [[Int]] {
    let places = Dictionary(grouping: trials.indices) { trials[$0].experiment.name }
    return trials.map { planned in
      planned.experiment.needs.flatMap { need in
        (places[need] ?? []).filter {
          planned.experiment.uses(trials[$0].trial, of: need, for: planned.trial)
        }
      }
    }
  }
}
