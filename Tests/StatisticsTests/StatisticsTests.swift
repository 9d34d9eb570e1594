import Foundation
import GradusStatistics
import GradusTensors
import Testing

/// The small statistics against brute force and published tables.
@Suite struct StatisticsTests {
  private func draws(_ count: Int, _ seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, name: "draws")
    return (0..<count).map { stream.normal($0) }
  }

  /// All sign patterns by recursion, not by bits.
  private func patterns(_ values: [Double]) -> [Double] {
    guard let first = values.first else { return [0] }
    return patterns(Array(values.dropFirst())).flatMap { [$0 + first, $0 - first] }
  }

  @Test(arguments: 1...9) func signFlipsAgreeWithRecursion(_ count: Int) {
    let values = draws(count, UInt64(count)).map { $0 + 0.4 }
    let observed = values.reduce(0, +)
    let all = patterns(values)
    let expected = Double(all.count { $0 >= observed - 1e-9 }) / Double(all.count)
    #expect(SignFlipTest.pValue(values) == expected)
  }

  @Test func fivePairsReachOneInThirtyTwo() {
    #expect(SignFlipTest.pValue([1, 2, 3, 4, 5]) == 1.0 / 32)
    #expect(SignFlipTest.pValue([-1, -2, -3, -4, -5]) == 1)
    #expect(SignFlipTest.pValue([0, 0]) == 1)
    // Sums in another order differ in the last digit and must still count as equal.
    #expect(SignFlipTest.pValue([0.1, 0.2, 0.3]) == 1.0 / 8)
  }

  @Test func bootstrapOfTwoSamplesIsTheBinomial() {
    // Resamples of two have the means 0, 1/2 and 1 with probabilities 1/4, 1/2 and 1/4.
    #expect(BootstrapInterval.ofMean([0, 1], confidence: 0.4) == 0.5...0.5)
    #expect(BootstrapInterval.ofMean([0, 1]) == 0...1)
    #expect(BootstrapInterval.ofMean([3, 3, 3]) == 3...3)
    let samples = draws(12, 3)
    let once = BootstrapInterval.ofMean(samples, seed: 5)
    #expect(once == BootstrapInterval.ofMean(samples, seed: 5))
    #expect(once != BootstrapInterval.ofMean(samples, seed: 6))
  }

  @Test func bootstrapNarrowsLikeTheStandardError() {
    let samples = draws(400, 7)
    let interval = BootstrapInterval.ofMean(samples)
    let width = interval.upperBound - interval.lowerBound
    // Two standard errors to each side of a mean of 400.
    #expect(abs(width / (2 * 1.96 / 20) - 1) < 0.15)
  }

  /// SciPy's noncentral t distribution.
  @Test(arguments: [
    (3.0, 2, 0.26077056529453835), (1.7, 5, 0.8077805263300772), (1.5, 6, 0.8325291407868495),
    (1.0, 10, 0.8030962086904041), (0.8, 15, 0.8213099770121604), (0.5, 33, 0.7953648244333404),
    (0.5, 34, 0.8077766855149762), (0.2, 199, 0.8016900924629413),
  ]) func powerIsThatOfTheNoncentralDistribution(
    _ effect: Double, _ count: Int, _ expected: Double
  ) {
    #expect(abs(StudentPower.ofClearing(effect: effect, count: count) - expected) < 1e-6)
  }

  /// Sample sizes of the two-sided test at 5 % with a power of 80 %, as textbooks print them.
  @Test(arguments: [(0.2, 199), (0.5, 34), (0.8, 15), (1.0, 10)])
  func sampleSizesAreTheTables(_ effect: Double, _ expected: Int) {
    #expect(StudentPower.sampleCount(effects: [effect]) == expected)
    #expect(StudentPower.sampleCount(effects: [effect, .infinity]) == expected)
  }

  @Test func sampleSizesHaveLimits() {
    #expect(StudentPower.sampleCount(effects: [0]) == nil)
    #expect(StudentPower.sampleCount(effects: [.infinity], least: 5) == 5)
    #expect(StudentPower.ofClearing(effect: 0, count: 9).distance(to: 0.025).magnitude < 1e-6)
    let two = StudentPower.sampleCount(effects: [0.8, 0.8]) ?? 0
    #expect((16...25).contains(two))
  }

  @Test(arguments: [
    (1, 0.95, 12.7062), (2, 0.95, 4.30265), (4, 0.95, 2.77645), (9, 0.95, 2.26216),
    (30, 0.95, 2.04227), (3, 0.99, 5.84091), (120, 0.95, 1.97993),
  ]) func studentQuantilesAreTheTables(_ freedom: Int, _ confidence: Double, _ expected: Double) {
    let quantile = StudentInterval.quantile(confidence: confidence, freedom: freedom)
    #expect(abs(quantile / expected - 1) < 1e-5)
  }

  @Test func studentIntervalOfKnownSamples() throws {
    let interval = try #require(StudentInterval.ofMean([1, 2, 3, 4, 5]))
    let half = 2.776445 * (2.5 / 5.0).squareRoot()
    #expect(abs(interval.lowerBound - (3 - half)) < 1e-5)
    #expect(abs(interval.upperBound - (3 + half)) < 1e-5)
    #expect(StudentInterval.ofMean([1]) == nil)
  }

  @Test func linesMinimiseTheSquaredError() throws {
    let x = draws(20, 1)
    let y = zip(x, draws(20, 2)).map { 2 * $0 - 1 + 0.1 * $1 }
    let line = try #require(LineFit(x, y))
    func error(_ slope: Double, _ intercept: Double) -> Double {
      zip(x, y).reduce(0) { $0 + pow($1.1 - slope * $1.0 - intercept, 2) }
    }
    let least = error(line.slope, line.intercept)
    for (a, b) in [(1e-3, 0), (-1e-3, 0), (0, 1e-3), (0, -1e-3)] {
      #expect(error(line.slope + a, line.intercept + b) > least)
    }
    let mean = y.reduce(0, +) / 20
    #expect(abs(line.rSquared - (1 - least / error(0, mean))) < 1e-12)
    #expect(LineFit([1, 1], [0, 1]) == nil && LineFit([0, 1], [0, .nan]) == nil)
  }

  @Test func rankCorrelationSeesOrderOnly() throws {
    let x = draws(15, 4)
    #expect(RankCorrelation.spearman(x, x.map { exp(3 * $0) }) == 1)
    #expect(RankCorrelation.spearman(x, x.map { -$0 * $0 * $0 }) == -1)
    #expect(RankCorrelation.spearman([1, 2, 3], [4, 4, 4]) == nil)
    // By hand: ranks 1 2 3 4 and 1 2.5 2.5 4.
    let tied = try #require(RankCorrelation.spearman([1, 2, 3, 4], [1, 2, 2, 5]))
    #expect(abs(tied - 4.5 / (5 * 4.5).squareRoot()) < 1e-12)
  }

  @Test func differenceOfDifferences() {
    let result = DifferenceOfDifferences.paired(
      treated: ([1, 2], [5, 7]), control: ([1, 1], [2, 3]))
    #expect(result == [3, 3])
  }

  @Test func quantilesInterpolate() {
    #expect(Quantile.of(sorted: [0, 10], 0.25) == 2.5)
    #expect(Quantile.of(sorted: [1, 2, 4], 1) == 4)
    #expect(Quantile.median([3, 1, 2, 10]) == 2.5 && Quantile.median([]) == nil)
  }
}
