import Testing

@testable import GradusBenchmarks

/// The statistic that every figure of the program is.
@Suite struct QuartilesTests {
  @Test func interpolatesLikePythonsInclusiveQuantiles() {
    let quartiles = Quartiles(of: [7, 1, 3, 10])
    #expect(quartiles.lower == 2.5 && quartiles.median == 5 && quartiles.upper == 7.75)
    #expect(abs(quartiles.spreadPercent - 52.5) < 1e-12)
  }

  @Test func oneValueIsEverything() {
    let quartiles = Quartiles(of: [4])
    #expect(quartiles.lower == 4 && quartiles.median == 4 && quartiles.upper == 4)
    #expect(quartiles.spreadPercent == 0)
  }
}
