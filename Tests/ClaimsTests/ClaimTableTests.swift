import Foundation
import GradusClaims
import Testing

/// Claims judged on records: what counts as a sample, and what does not.
@Suite struct ClaimTableTests {
  private func evidence(
    _ values: [Subject: Double], diverging: Set<Subject> = [], seeds: ClosedRange<UInt64> = 1...5
  ) -> Evidence {
    var evidence = Evidence()
    for seed in seeds {
      for (subject, value) in values {
        var record = TrialRecord(
          Trial(subject: subject, seed: seed, cost: 0), values: [.heads: value])
        record.diverged = diverging.contains(subject)
        evidence[.coins].append(record)
      }
    }
    return evidence
  }

  /// Numbers recorded before the loss stopped being finite decide nothing.
  @Test func aDivergedRunDecidesNothing() {
    #expect(CoinTrials.claim.judge(evidence([.bent: 0.8, .fair: 0.5])).verdict == .supported)
    let diverged = evidence([.bent: 0.8, .fair: 0.5], diverging: [.bent])
    #expect(CoinTrials.claim.judge(diverged).verdict == .undecided)
    let levels = Claim(
      2, "t", source: "s", statement: "c", expected: "e", experiments: [.coins],
      criteria: [Criterion("heads", .atLeast(0)) { $0.value(.coins, .bent, .heads) }])
    #expect(levels.judge(diverged).verdict == .undecided)
  }

  @Test func aCriterionWithoutSamplesIsFound() {
    let misspelt = Claim(
      2, "t", source: "s", statement: "c", expected: "e", experiments: [.coins],
      criteria: [Criterion("tails", .positive) { $0.value(.coins, .bent, Quantity("tails")) }])
    let table = ClaimTable([misspelt, CoinTrials.claim])
    #expect(table.unmeasured(evidence([.bent: 0.8, .fair: 0.5])) == ["claim 2: tails"])
    #expect(table.unmeasured(Evidence()) == [])
  }

  @Test func claimsAreFoundByNumber() {
    let table = ClaimTable([CoinTrials.claim])
    #expect(table[1]?.title == "Bent coins show heads" && table[2] == nil)
    #expect(table.experiments() == [.coins] && table.experiments(for: [2]) == [])
    #expect(table.judgements(Evidence()).map(\.verdict) == [.notRun])
  }

  @Test func recordsSurviveJSON() throws {
    var record = TrialRecord(
      Trial(subject: .bent, seed: .max, cost: 0), values: [.heads: .nan],
      curves: [.heads: Curve(x: [0, 1], y: [0.5, .infinity])])
    record.diverged = true
    let data = try JSONEncoder().encode(record)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("\"share of heads\":null") && text.contains("\"subject\":\"bent\""))
    #expect(try JSONDecoder().decode(TrialRecord.self, from: data) == record)
    #expect(record[.heads] == nil && record.curves[.heads]?.points.count == 1)
  }

  @Test func fileNamesAreSafe() {
    let trial = Trial(subject: Subject("a/b: 0.1"), seed: 3, cost: 0)
    #expect(trial.fileName == "a-b--0.1-seed3.json")
    let all = [Trial].all([.bent, .fair], seeds: [1, 2]) { $0 == .bent ? 2 : 1 }
    #expect(all.map(\.seed) == [1, 1, 2, 2] && all.map(\.cost) == [2, 1, 2, 1])
  }
}
