import Foundation
import GradusClaims
import GradusTensors
import Testing

/// How many seeds a verdict needs, against the verdicts of that many seeds.
@Suite struct SeedNeedTests {
  private let experiment = ExperimentName("coins"), coin = Subject("coin")
  private let quantity = Quantity("number")

  private func evidence(_ values: [Double]) -> Evidence {
    Evidence([
      experiment: values.enumerated().map { seed, value in
        TrialRecord(
          Trial(subject: coin, seed: UInt64(seed), cost: 0), values: [quantity: value])
      }
    ])
  }

  private func criterion(
    _ requirement: Criterion.Requirement, _ scale: Criterion.Scale = .linear
  ) -> Criterion {
    Criterion("number", requirement, scale) { [experiment, coin, quantity] in
      $0.value(experiment, coin, quantity)
    }
  }

  private func need(
    _ values: [Double], _ requirement: Criterion.Requirement, _ scale: Criterion.Scale = .linear
  ) -> SeedNeed? {
    criterion(requirement, scale)
      .seedNeed(evidence(values), seeds: values.indices.map(UInt64.init))
  }

  /// The share of studies with as many seeds as are said to be needed that reach the verdict.
  @Test(arguments: [
    (Criterion.Requirement.positive, 1.2, Verdict.supported), (.positive, -1.2, .refuted),
    (.atLeast(2), 3, .supported), (.within(-1...1), 0, .supported),
    (.within(-1...1), 2.1, .refuted),
  ]) func asManySeedsReachTheVerdictInFourOfFiveStudies(
    _ requirement: Criterion.Requirement, _ mean: Double, _ verdict: Verdict
  ) throws {
    // Two samples of this mean and of deviation 1.
    let half = 0.5.squareRoot()
    let needed = try #require(need([mean - half, mean + half], requirement))
    #expect(needed.direction == verdict && needed.seen == 2)
    let count = try #require(needed.needed)
    let stream = RandomStream(seed: 20, name: "studies")
    let studies = 150
    let reached = (0..<studies).count { study in
      let values = (0..<count).map { mean + stream.normal(study * 100 + $0) }
      let finding = criterion(requirement)
        .judge(evidence(values), seeds: values.indices.map(UInt64.init))
      return finding.verdict == verdict
    }
    // Three standard errors of 150 studies are 0.1; bounds on both sides make it a little more than asked.
    #expect((0.7...0.93).contains(Double(reached) / Double(studies)), "\(count): \(reached)")
  }

  @Test func ratiosAreLookedAtAsLogarithms() throws {
    let ratios = try #require(need([exp(1.5), exp(2.5)], .atLeast(exp(1)), .logarithmic))
    #expect(ratios == need([1.5, 2.5], .atLeast(1)))
  }

  @Test func pairsNeedFiveAndSpreadlessNumbersNoMore() {
    #expect(need([1, 1, 1], .positive)?.needed == 5)
    #expect(need([1, 1, 1], .atLeast(0))?.needed == 2)
    #expect(need([1, -1], .positive)?.needed == nil)
    #expect(need([1, 1], .always) == nil && need([1], .positive) == nil)
    #expect(need([1, .nan], .positive) == nil)
  }

  @Test func aClaimNeedsItsMostDemandingCriterion() {
    func claim(_ bounds: [Double]) -> SeedNeed? {
      Claim(
        1, "", source: "", statement: "", expected: "", experiments: [experiment],
        criteria: bounds.map { criterion(.atLeast($0)) }
      ).seedNeed(evidence([2.5, 3, 3.5]))
    }
    let (near, far) = (claim([2.5]), claim([0]))
    #expect((near?.needed ?? 0) > (far?.needed ?? 0))
    #expect(claim([0, 2.5]) == near)
    // One that fails clearly decides, however much the others would need.
    #expect(claim([2.5, 9])?.direction == .refuted)
    #expect(claim([2.5, 9]) == claim([9]))
  }
}
