import Foundation
import GradusClaims
import GradusTestSupport
import GradusTraining
import Testing

/// Trials are made once, recorded one by one, and judged from their records.
@Suite struct ExperimentRunnerTests {
  private let folder = RunFolder(NSTemporaryDirectory() + "gradus-claims-" + UUID().uuidString)

  /// Runs the coins in a fresh folder; the names of what happened, and the records.
  private func run(
    _ chances: [Subject: Double?], seeds: [UInt64] = [1, 2, 3, 4, 5]
  ) throws -> (events: Int, evidence: Evidence) {
    try folder.make()
    let store = EvidenceStore(folder)
    var events = 0
    try ExperimentRunner([CoinTrials(seeds: seeds)], store: store).run(in: chances) { _ in
      events += 1
    }
    return (events, try store.evidence([.coins]))
  }

  private func removing(_ body: () throws -> Void) throws {
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    try body()
  }

  @Test func theVerdictFollowsTheCoins() throws {
    try removing {
      let (events, evidence) = try run([.bent: 0.8, .fair: 0.5])
      #expect(events == 20 && evidence[.coins].count == 10)
      #expect(CoinTrials.claim.judge(evidence).verdict == .supported)
      #expect(evidence.subjects(.coins) == [.bent, .fair])
    }
    try removing {
      let (_, evidence) = try run([.bent: 0.2, .fair: 0.5])
      #expect(CoinTrials.claim.judge(evidence).verdict == .refuted)
    }
  }

  /// The runner sets the number of threads.
  @ThreadCountOwner @Test func trialsSideBySideAreTheSame() throws {
    let chances: [Subject: Double?] = [.bent: 0.8, .fair: nil]
    var records: [[TrialRecord]] = []
    for threads in [1, 3] {
      try removing {
        try folder.make()
        let store = EvidenceStore(folder)
        let runner = ExperimentRunner<[Subject: Double?]>([CoinTrials()], store: store)
        try runner.run(onThreads: threads, in: { chances })
        records.append(
          try store.evidence([.coins])[.coins].map { record in
            var record = record
            record.seconds = 0
            return record
          })
        #expect(runner.remaining.isEmpty)
      }
    }
    #expect(records[0].count == 10 && records[0] == records[1])
  }

  @Test func whatIsRecordedIsNotMadeAgain() throws {
    try removing {
      let first = try run([.bent: 0.8, .fair: 0.5], seeds: [1, 2]).evidence
      let (events, evidence) = try run([.bent: 0, .fair: 1])
      #expect(events == 2 * 6)
      for record in first[.coins] {
        #expect(evidence.measurement(.coins, record.subject, seed: record.seed) == record)
      }
    }
  }

  @Test func aTrialOnADivergedTrainingIsDiverged() throws {
    try removing {
      let evidence = try run([.bent: nil, .fair: 0.5]).evidence
      #expect(
        evidence[.coins].filter(\.diverged).map(\.subject) == [.bent, .bent, .bent, .bent, .bent])
      let judgement = CoinTrials.claim.judge(evidence)
      #expect(judgement.verdict == .undecided && judgement.findings[0].missing == 5)
    }
  }

  @Test func aPlanSaysWhatWillBeDone() throws {
    let plan = ExperimentPlan([CoinTrials()], [CoinTrials.claim], seeds: [1, 2, 3, 4, 5])
    let copy = try JSONDecoder().decode(
      ExperimentPlan.self, from: JSONEncoder().encode(plan))
    #expect(copy == plan && plan.claims[0].isRun && plan.experiments[0].trials.count == 10)
    #expect(plan.claims[0].criteria == ["share of heads, bent − fair: above 0"])
  }
}
