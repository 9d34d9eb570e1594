import Foundation
import GradusClaims
import GradusExampleSupport

/// How far the experiments have come, on standard error.
///
/// On a terminal one line is kept up to date, with a bar and the time left; elsewhere each experiment
/// gets a line when it is finished, so that a log stays short.
final class StudyProgress {
  private static let barWidth = 20

  private let total: Int
  private let cost: Double
  private let isQuiet: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private var done: Int
  private var doneCost = 0.0
  private var current: (experiment: String, trials: Int, seconds: Double)?

  /// Follows the trials of experiments.
  init(_ runner: ExperimentRunner<ExperimentContext>, isQuiet: Bool) {
    let remaining = runner.remaining
    total = runner.trials(of: runner.shard).count
    done = total - remaining.count
    cost = remaining.reduce(0) { $0 + $1.trial.cost }
    self.isQuiet = isQuiet
  }

  /// Shows what happened.
  func heed(_ event: ExperimentRunner<ExperimentContext>.Event) {
    switch event {
    case .begins(let trial, of: let experiment): start(experiment.rawValue, trial)
    case .ends(let trial, of: let experiment, let record):
      finish(experiment.rawValue, trial, record)
    }
  }

  private func start(_ experiment: String, _ trial: Trial) {
    if current?.experiment != experiment {
      end()
      current = (experiment, 0, 0)
    }
    guard !isQuiet, isTerminal else { return }
    let filled = total == 0 ? 0 : Self.barWidth * done / total
    let bar =
      String(repeating: "#", count: filled)
      + String(repeating: ".", count: Self.barWidth - filled)
    let line =
      "[\(bar)] \(done)/\(total)  \(timeLeft)\(experiment): \(trial.subject), seed \(trial.seed)"
    write("\r" + String(line.prefix(99)).padding(toLength: 99, withPad: " ", startingAt: 0))
  }

  /// The estimates are only proportional to the truth; how far off they are shows as time passes.
  private var timeLeft: String {
    guard doneCost > 0 else { return "" }
    let seconds = (ContinuousClock.now - start) / .seconds(1) / doneCost * (cost - doneCost)
    return String(format: "%d:%02d left  ", Int(seconds) / 60, Int(seconds) % 60)
  }

  private func finish(_ experiment: String, _ trial: Trial, _ measurement: TrialRecord) {
    done += 1
    doneCost += trial.cost
    current?.trials += 1
    current?.seconds += measurement.seconds
  }

  /// The experiment that was running has no more trials.
  func end() {
    guard let current, !isQuiet else { return }
    let line = String(
      format: "%@: %d trials, %.1f s", current.experiment, current.trials, current.seconds)
    write(
      (isTerminal ? "\r" + line.padding(toLength: 99, withPad: " ", startingAt: 0) : line) + "\n")
    self.current = nil
  }

  private func write(_ text: String) {
    StandardError.put(text)
  }
}
