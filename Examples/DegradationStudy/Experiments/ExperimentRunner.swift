import Foundation
import Gradus
import GradusExampleSupport

/// Makes the trials of experiments that are not recorded yet.
///
/// A trial's record is the unit of resuming: whatever stops the study costs at most the trial that
/// was running.
struct ExperimentRunner {
  let experiments: [any Experiment]
  let context: ExperimentContext
  let isQuiet: Bool

  /// Runs what is left; throws `ProgramInterrupted` after Ctrl-C.
  func run() throws {
    let all = experiments.flatMap { experiment in experiment.trials.map { (experiment, $0) } }
    let left = all.filter { !context.store.isRecorded($0.1, of: $0.0.name) }
    let progress = StudyProgress(
      total: all.count, done: all.count - left.count, cost: left.reduce(0) { $0 + $1.1.cost },
      isQuiet: isQuiet)
    for (experiment, trial) in left {
      progress.start(experiment.name.rawValue, trial)
      let start = Date()
      var measurement = try experiment.measure(trial, context)
      measurement.seconds = Date().timeIntervalSince(start)
      try context.store.record(measurement, trial, of: experiment.name)
      progress.finish(experiment.name.rawValue, trial, measurement)
      if Interruption.isRequested { throw context.store.folder.interruption }
    }
    progress.end()
  }
}
