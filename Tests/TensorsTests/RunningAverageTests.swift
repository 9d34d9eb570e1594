import GradusTestSupport
import Testing

@testable import GradusTensors

/// Running averages in place, against the same sums written with operators.
@Suite struct RunningAverageTests {
  @Test(arguments: DType.allCases) func bitsAreThoseOfTheOperators(_ dtype: DType) {
    var draws = Draws("running average", 0)
    for length in [0, 1, 7, 64, 40_000] {
      let start = draws.normal([length], dtype: dtype)
      let value = draws.normal([length], dtype: dtype)
      for scale in [1, 1.25, 1.0 / 3] {
        let wanted = start * 0.9 + value * scale * 0.1
        var average = start
        average.average(with: value, keeping: 0.9, adding: 0.1, scaledBy: scale)
        #expect(average.scalars == wanted.scalars)
        // Whoever held the elements still has them, and nothing is copied a second time.
        let base = average.storage.base
        average.average(with: value, keeping: 0.9, adding: 0.1, scaledBy: scale)
        #expect(average.storage.base == base)
        #expect(average.scalars == (wanted * 0.9 + value * scale * 0.1).scalars)
      }
    }
  }

  @Test func othersKeepTheirElements() {
    let start = Tensor([1, 2, 3])
    var average = start
    average.average(with: Tensor([4, 4, 4]), keeping: 0.5, adding: 0.5)
    #expect(start.scalars == [1, 2, 3] && average.scalars == [2.5, 3, 3.5])
  }
}
