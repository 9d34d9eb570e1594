import GradusClaims
import Testing

@testable import DegradationStudy

/// Every claim's test holds on what is expected, and fails on a net that violates the claim.
@Suite struct ClaimTests {
  private let table = StudyTable.degradation.claims(StudyPreset.quick.scale())

  private func verdict(_ claim: Int, _ invented: InventedEvidence) -> Verdict? {
    table[claim]?.judge(invented.evidence).verdict
  }

  @Test func theTableIsNumberedAndHasSources() {
    #expect(table.claims.map(\.number) == Array(1...table.claims.count))
    #expect(table.claims.count >= 26)
    for claim in table.claims {
      #expect(!claim.source.isEmpty && !claim.statement.isEmpty && !claim.expected.isEmpty)
      #expect(!claim.criteria.isEmpty && !claim.experiments.isEmpty)
    }
  }

  @Test func theExpectedNumbersSupportAllButTheHealthyGradients() {
    let invented = InventedEvidence()
    for claim in table.claims {
      let judgement = claim.judge(invented.evidence)
      let expected: Verdict = claim.number == 7 ? .refuted : .supported
      #expect(
        judgement.verdict == expected,
        "claim \(claim.number): \(judgement.findings.map { VerdictTable.text($0) })")
    }
  }

  @Test func everyClaimCanFail() {
    for (claim, change) in InventedEvidence.violations {
      var invented = InventedEvidence()
      change(&invented)
      // A constant sample has an interval of length zero, so nothing is left open.
      #expect(verdict(claim, invented) != .supported, "claim \(claim)")
    }
    #expect(
      Set(InventedEvidence.violations.map(\.claim)).union([7]) == Set(table.claims.map(\.number)))
  }

  @Test func healthyGradientsWouldSupportHe() {
    var invented = InventedEvidence()
    invented.copy(.convolutionalDepth, from: .residual(56), to: .plain(56))
    #expect(verdict(7, invented) == .supported)
  }

  @Test func divergedRunsDecideNothing() {
    var invented = InventedEvidence()
    invented.violate(.fullyConnectedDepth, .plain(32), .trainLoss) { _ in nil }
    #expect(verdict(12, invented) == .undecided && verdict(26, invented) == .undecided)
  }

  /// That the control of claim 30 diverges is what is expected of it; any other net's divergence
  /// decides nothing.
  @Test func onlyTheControlOfClaim30MayDiverge() {
    var invented = InventedEvidence()
    invented.diverge(.normAndShortcut, .residual(56).withoutNorm)
    #expect(verdict(30, invented) == .supported)
    invented.diverge(.normAndShortcut, .plain(56).withoutNorm)
    #expect(verdict(30, invented) == .undecided)
  }

  /// Claims 21 and 22, which processors once disagreed on.
  @Test func whatRoundingDecidesIsUndecidedAndSaysSo() throws {
    var invented = InventedEvidence()
    // Of four roundings one makes the mean what it is.
    for other in Subject.bareNet.withOtherRoundings {
      invented.violate(.largestLearningRate, other, .largestRate) { $0 * 3.75 }
    }
    for other in Subject.plain(32).withOtherRoundings {
      invented.violate(.fullyConnectedDepth, other, .trainLoss) { $0 - 1 }
    }
    invented.violate(.fullyConnectedDepth, .plain(32), .trainLoss) { $0 + 6 }
    for claim in [21, 22] {
      let judgement = try #require(table[claim]?.judge(invented.evidence))
      #expect(judgement.verdict == .undecided)
      #expect(
        judgement.decisive?.quantity
          .contains("(supported, and refuted without one of 4 roundings)") == true)
    }
    let last = Subject.bareNet.withOtherRounding(OtherRounding.repetitions)
    invented.violate(.largestLearningRate, last, .largestRate) { _ in nil }
    #expect(
      table[21]?.judge(invented.evidence).decisive?.quantity
        .contains("1 of 3 repetitions with other rounding missing") == true)
    #expect(table.unmeasured(invented.evidence).contains { $0.hasPrefix("claim 21: ") })
  }

  @Test func claimsWithoutRecordsAreNotRun() {
    for claim in table.claims { #expect(claim.judge(Evidence()).verdict == .notRun) }
  }

  @Test func theNumberThatDecidedIsTheOneThatFailed() throws {
    var invented = InventedEvidence()
    invented.violate(.whiteness, .residual(50), .autocorrelation) { _ in 0.1 }
    let claim = try #require(table[11])
    let record = ClaimRecord(claim.judge(invented.evidence))
    #expect(record.verdict == .refuted && record.measured == 0.1)
    #expect(record.quantity == "lag-1 autocorrelation, residual, 50 layers")
  }
}
