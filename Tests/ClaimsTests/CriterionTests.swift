import Foundation
import GradusClaims
import Testing

/// How samples become verdicts: the uncertainty counts.
@Suite struct CriterionTests {
  private func finding(
    _ samples: [Double?], _ requirement: Criterion.Requirement,
    _ scale: Criterion.Scale = .linear
  ) -> Finding {
    let seeds = samples.indices.map(UInt64.init)
    return Criterion("x", requirement, scale) { samples[Int($0.seed)] }
      .judge(Evidence(), seeds: seeds)
  }

  @Test func levelsNeedTheirWholeInterval() {
    #expect(finding([1, 1.01, 0.99], .within(0.9...1.1)).verdict == .supported)
    #expect(finding([1, 1.5, 0.5], .within(0.9...1.1)).verdict == .undecided)
    #expect(finding([2, 2.01, 1.99], .within(0.9...1.1)).verdict == .refuted)
    #expect(finding([2, 2.01, 1.99], .atLeast(1)).verdict == .supported)
    #expect(finding([2, 2.01, 1.99], .atMost(1)).verdict == .refuted)
    #expect(finding([1], .atLeast(0)).verdict == .undecided)
  }

  @Test func ratiosAreAveragedAsLogarithms() {
    let result = finding([10, 1_000], .atLeast(1e-9), .logarithmic)
    #expect(result.estimate.map { abs($0 - 100) < 1e-9 } == true)
    #expect(result.interval.map { $0.lowerBound > 0 } == true)
  }

  @Test func differencesNeedFivePairs() {
    let four = finding([1, 1, 1, 1], .positive)
    #expect(four.verdict == .undecided && four.pValue == 1 / 16)
    let five = finding([1, 1.1, 0.9, 1, 1.2], .positive)
    #expect(five.verdict == .supported && five.pValue == 1 / 32)
    #expect(finding([-1, -1.1, -0.9, -1, -1.2], .positive).verdict == .refuted)
    #expect(finding([1, 1.1, -0.9, 1, 1.2], .positive).verdict == .undecided)
  }

  @Test func missingNumbersLeaveItOpen() {
    let result = finding([1, 1, nil, 1, 1, 1], .positive)
    #expect(result.verdict == .undecided && result.missing == 1 && result.count == 5)
    #expect(finding([nil, .nan], .atLeast(0)).verdict == .undecided)
    #expect(finding([], .atLeast(0)).verdict == .notRun)
  }

  @Test func conditionsHoldForAllOrNone() {
    #expect(finding([1, 1], .always).verdict == .supported)
    #expect(finding([1, 0], .always).verdict == .undecided)
    #expect(finding([0, 0], .always).verdict == .refuted)
  }

  /// Each seed's own numbers by seed, the usual one first.
  private func repeated(
    _ numbers: [[Double?]], _ requirement: Criterion.Requirement,
    _ scale: Criterion.Scale = .linear
  ) -> Finding {
    Criterion("x", requirement, scale) { numbers[Int($0.seed)][0] }
      .repeated(numbers[0].count - 1) { seed, repetition in numbers[Int(seed.seed)][repetition] }
      .judge(Evidence(), seeds: numbers.indices.map(UInt64.init))
  }

  @Test func roundingsAreAveragedBySeed() {
    let linear = repeated([[1, 2, 3], [2, 3, 4], [3, 4, 5]], .atLeast(0))
    #expect(linear.estimate == 3 && linear.count == 3 && linear.verdict == .supported)
    let ratio = repeated([[1, 100], [10, 1_000], [1, 100]], .atLeast(1e-9), .logarithmic)
    #expect(ratio.estimate.map { abs($0 - 10 * pow(10, 1 / 3)) < 1e-9 } == true)
  }

  @Test func aVerdictMustNotHangOnOneRounding() {
    let seeds = 0..<5
    let firm = repeated(seeds.map { [1, 1.1 + 0.01 * Double($0), 0.9] }, .positive)
    #expect(firm.verdict == .supported && firm.quantity == "x")
    // One rounding that points the other way is outvoted; one that decides alone is not believed.
    let outvoted = repeated(seeds.map { [-0.1, 1 + 0.01 * Double($0), 1, 1] }, .positive)
    #expect(outvoted.verdict == .supported)
    for place in 0..<3 {
      var numbers = [-1.0, -1, -1]
      numbers[place] = 9
      let alone = repeated(seeds.map { _ in numbers }, .positive)
      #expect(alone.verdict == .undecided)
      #expect(alone.quantity == "x (supported, and refuted without one of 3 roundings)")
    }
  }

  @Test func missingRoundingsLeaveItOpen() {
    // What was measured is shown all the same.
    let none = repeated([[1, 2, nil], [1, 2, nil], [1, 2, .nan]], .atLeast(0))
    #expect(none.quantity == "x (1 of 2 repetitions with other rounding missing)")
    #expect(none.verdict == .undecided && none.estimate == 1 && none.count == 3)
    let one = repeated([[1, 1], [1, nil], [1, 1]], .atLeast(0))
    #expect(one.verdict == .undecided && one.missing == 1)
    #expect(repeated([[nil, 1], [1, 1]], .atLeast(0)).verdict == .undecided)
  }
}
