import Gradus
import GradusClaims

extension Subject {
  /// Two pieces of work in one trial.
  static let bothInTurn = Subject("both in turn")
}

extension Quantity {
  /// How many times as long the second piece of work takes: the median over the turns.
  static let timeRatio = Quantity("time, second / first")
  /// How many times as many multiply-adds it has.
  static let multiplyAddsRatio = Quantity("multiply-adds, second / first")
  /// The median time of a pass, in seconds of one thread's processor time.
  static let firstSeconds = Quantity("seconds a pass, first")
  static let secondSeconds = Quantity("seconds a pass, second")
}

/// Two pieces of work timed in turn, each turn giving a ratio.
///
/// What else the machine does slows neighbours in time alike and costs a thread little of its own
/// processor time, so that the median of the ratios hangs on the work alone.
struct TimesInTurn: Experiment {
  /// Work that can be repeated, and its multiply-adds.
  struct Work {
    let pass: () -> Void
    let multiplyAdds: Int
  }

  let scale: ExperimentScale
  let name: ExperimentName
  let measuresTime = true
  let summary: String
  /// What the first and the second piece of work are, and prepares them for a seed.
  let first: String, second: String
  let works: @Sendable (UInt64, ExperimentContext) -> (first: Work, second: Work)

  var design: [String: String] {
    [
      "first": first, "second": second, "turns": "\(turns)",
      "metric": "median ratio of the processor time of one thread, in turns that swap the order",
    ]
  }

  private var turns: Int { scale.preset == .tiny ? 2 : 30 }

  var trials: [Trial] { .all([.bothInTurn], seeds: scale.seeds) { _ in 0.8 } }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let (first, second) = works(trial.seed, context)
    first.pass()
    second.pass()
    let times = (0..<turns).map { turn in
      // Whoever comes second finds the caches as the other one left them: each does so half the time.
      let isSwapped = turn % 2 == 1
      let one = ProcessorTime.seconds(of: isSwapped ? second.pass : first.pass)
      let other = ProcessorTime.seconds(of: isSwapped ? first.pass : second.pass)
      return isSwapped ? (first: other, second: one) : (first: one, second: other)
    }
    return TrialRecord(
      trial,
      values: [
        .timeRatio: Quantile.median(times.map { $0.second / $0.first }) ?? .nan,
        .firstSeconds: Quantile.median(times.map(\.first)) ?? .nan,
        .secondSeconds: Quantile.median(times.map(\.second)) ?? .nan,
        .multiplyAddsRatio: Double(second.multiplyAdds) / Double(first.multiplyAdds),
      ])
  }
}
