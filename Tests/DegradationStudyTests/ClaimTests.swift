import Testing

@testable import DegradationStudy

/// Every claim's test holds on what is expected, and fails on a net that violates the claim.
@Suite struct ClaimTests {
  private let table = ClaimTable(scale: StudyPreset.quick.scale())

  private func verdict(_ claim: Int, _ invented: InventedEvidence) -> Verdict? {
    table.claims.first { $0.number == claim }?.judge(invented.evidence).verdict
  }

  @Test func theTableHasTwentySixClaimsAndSources() {
    #expect(table.claims.map(\.number) == Array(1...26))
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

  private typealias Violation = @Sendable (inout InventedEvidence) -> Void

  /// For each claim a change that makes it false.
  private static let violations: [(claim: Int, change: Violation)] = [
    // Weights of half the variance where He's are claimed.
    (1, { $0.copy(.fullyConnectedInitialization, from: "plain, gain 1", to: "plain") }),
    // A stack without batch norm where one with it is claimed.
    (2, { $0.copy(.fullyConnectedInitialization, from: "plain", to: "plain, batch norm") }),
    (2, { $0.copy(.convolutionalInitialization, from: "residual-56", to: "plain-56") }),
    // Large batches explode more.
    (
      3,
      {
        $0.violate(
          .fullyConnectedInitialization, "plain, batch norm, batch 1024", "backward factor"
        ) {
          $0 + 0.2
        }
      }
    ),
    // The plain net's gradients in the place of the residual one's.
    (4, { $0.copy(.convolutionalInitialization, from: "plain-110", to: "residual-110") }),
    (5, { $0.copy(.fullyConnectedInitialization, from: "residual", to: "residual, skip-init") }),
    (
      6,
      {
        $0.violate(.fullyConnectedInitialization, "residual, batch norm", "branch share exponent") {
          $0 / 2
        }
      }
    ),
    (8, { $0.violate(.convolutionalDepth, "plain-56", "gradient ratio") { _ in 50 } }),
    (9, { $0.copy(.convolutionalDepth, from: "residual-56", to: "plain-56") }),
    (10, { $0.violate(.shattering, "plain", "log₂ slope") { $0 / 2 } }),
    (11, { $0.violate(.whiteness, "residual-50", "autocorrelation") { _ in 0.1 } }),
    // Residual nets in the place of plain ones.
    (12, { $0.copy(.convolutionalDepth, from: "residual-56", to: "plain-56") }),
    (13, { $0.violate(.convolutionalDepth, "residual-56", "train loss") { $0 + 2 } }),
    (14, { $0.violate(.fullyConnectedDepth, "plain-32", "test loss") { _ in 0.1 } }),
    (
      15,
      { $0.violate(.identityEmbedding, "plain-56 from plain-20", "loss when grown") { $0 + 0.1 } }
    ),
    (15, { $0.violate(.identityEmbedding, "plain-56 from plain-20", "train loss") { $0 + 2 } }),
    (
      16,
      {
        $0.violate(.identityInitialization, "plain-32, identity, no norm", "train loss") { $0 + 1 }
      }
    ),
    (17, { $0.copy(.convolutionalDepth, from: "plain-56", to: "residual-56") }),
    (18, { $0.violate(.lesions, "residual-56", "median error increase") { _ in 0.5 } }),
    (
      19,
      {
        $0.violate(.pathLengths, "residual-56", "share of the shortest third") { _ in 0.05 }
      }
    ),
    (20, { $0.violate(.lossSurfaces, "residual-56", "chaotic share") { _ in 0.9 } }),
    (21, { $0.copy(.largestLearningRate, from: "plain, no norm", to: "plain, batch norm") }),
    (22, { $0.violate(.fullyConnectedDepth, "plain-32", "train loss") { _ in 0.3 } }),
    (23, { $0.violate(.width, "plain-56", "train loss") { $0 + 2 } }),
    (24, { $0.violate(.auxiliaryHeads, "googlenet", "ratio") { _ in 1.01 } }),
    (25, { $0.copy(.jacobianSpectra, from: "residual", to: "plain") }),
    (26, { $0.violate(.fullyConnectedDepth, "residual-32", "train loss") { $0 + 3 } }),
  ]

  @Test func everyClaimCanFail() {
    for (claim, change) in Self.violations {
      var invented = InventedEvidence()
      change(&invented)
      // A constant sample has an interval of length zero, so nothing is left open.
      #expect(verdict(claim, invented) != .supported, "claim \(claim)")
    }
    #expect(Set(Self.violations.map(\.claim)).union([7]) == Set(1...26))
  }

  @Test func healthyGradientsWouldSupportHe() {
    var invented = InventedEvidence()
    invented.copy(.convolutionalDepth, from: "residual-56", to: "plain-56")
    #expect(verdict(7, invented) == .supported)
  }

  @Test func divergedRunsDecideNothing() {
    var invented = InventedEvidence()
    invented.violate(.fullyConnectedDepth, "plain-32", "train loss") { _ in nil }
    #expect(verdict(12, invented) == .undecided && verdict(26, invented) == .undecided)
  }

  @Test func claimsWithoutRecordsAreNotRun() {
    for claim in table.claims { #expect(claim.judge(Evidence()).verdict == .notRun) }
  }

  @Test func theNumberThatDecidedIsTheOneThatFailed() throws {
    var invented = InventedEvidence()
    invented.violate(.whiteness, "residual-50", "autocorrelation") { _ in 0.1 }
    let claim = try #require(table.claims.first { $0.number == 11 })
    let record = ClaimRecord(claim.judge(invented.evidence))
    #expect(record.verdict == .refuted && record.measured == 0.1)
    #expect(record.quantity == "lag-1 autocorrelation, residual, 50 layers")
  }
}
