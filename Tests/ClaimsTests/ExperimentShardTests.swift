import Foundation
import GradusClaims
import GradusDatasets
import GradusTraining
import Testing

/// Trials that build on each other stay in one part, and all parts together make each trial once.
@Suite struct ExperimentShardTests {
  /// Prepares something for each seed.
  private struct Preparation: Experiment {
    let name = ExperimentName("preparation")
    let summary = "Nothing is measured."
    let design: [String: String] = [:]
    var trials: [Trial] { .all([Subject("a"), Subject("b")], seeds: Array(1...6)) { _ in 3 } }

    func measure(_ trial: Trial, _ context: Int) throws -> TrialRecord { TrialRecord(trial) }
  }

  /// Builds on what was prepared for the same seed, or on everything.
  private struct Use: Experiment {
    let isPicky: Bool
    let name = ExperimentName("use")
    let summary = "Nothing is measured."
    let needs = [ExperimentName("preparation")]
    let design: [String: String] = [:]
    var trials: [Trial] { .all([Subject("c")], seeds: Array(1...6)) { _ in 1 } }

    func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool {
      !isPicky || other.seed == trial.seed
    }

    func measure(_ trial: Trial, _ context: Int) throws -> TrialRecord { TrialRecord(trial) }
  }

  private func parts(_ count: Int, isPicky: Bool) -> [[Trial]] {
    let runner = ExperimentRunner<Int>(
      [Preparation(), Use(isPicky: isPicky)], store: EvidenceStore(RunFolder("nowhere")))
    return (0..<count).map { runner.trials(of: Shard($0, of: count)).map(\.trial) }
  }

  @Test func eachTrialIsMadeOnceBesideWhatItUses() {
    let parts = parts(4, isPicky: true)
    #expect(parts.map(\.count).reduce(0, +) == 18 && Set(parts.flatMap { $0 }).count == 18)
    for part in parts {
      for trial in part where trial.subject == Subject("c") {
        #expect(part.filter { $0.seed == trial.seed }.count == 3)
      }
    }
    #expect(parts.map(\.count) == [6, 6, 3, 3])
  }

  @Test func whatUsesEverythingIsNotDivided() {
    #expect(parts(3, isPicky: false).map(\.count) == [18, 0, 0])
  }
}
