import GradusTestSupport
import Testing

@testable import GradusTensors

/// Running averages in place, against the same sums written with operators.
@Suite struct RunningAverageTests {
  @Test(arguments: DType.allCases) func bitsAreThoseOfTheOperators(_ dtype: DType) {
    var draws = Draws("running average", 0)
    for length in [0, 1, 7, 64, 40_000] {
      let special = [-0.0, 0, .nan, .infinity, -.infinity]
      let start = Tensor(
        special + draws.normal([length]).scalars, shape: [length + 5], dtype: dtype)
      let value = Tensor(
        [-0.0] + draws.normal([length + 4]).scalars, shape: [length + 5], dtype: dtype)
      for scale in [1, 1.25, 1.0 / 3] {
        let wanted = start * 0.9 + value * scale * 0.1
        var average = start
        average.average(with: value, keeping: 0.9, adding: 0.1, scaledBy: scale)
        #expect(average.scalars.map(\.bitPattern) == wanted.scalars.map(\.bitPattern))
        // Whoever held the elements still has them, and nothing is copied a second time.
        let base = average.storage.base
        average.average(with: value, keeping: 0.9, adding: 0.1, scaledBy: scale)
        #expect(average.storage.base == base)
        let next = wanted * 0.9 + value * scale * 0.1
        #expect(average.scalars.map(\.bitPattern) == next.scalars.map(\.bitPattern))
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
