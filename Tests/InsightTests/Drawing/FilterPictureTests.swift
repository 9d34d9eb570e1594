import GradusInsight
import GradusPlots
import GradusTensors
import Testing

/// A picture of filters stays of a size that can be opened, whatever numbers they hold.
@Suite struct FilterPictureTests {
  private func squares(_ svg: String) -> Int { svg.split(separator: "<rect").count - 1 }

  @Test(
    arguments: [
      ([3, 3, 128, 128], "the first 11111 of 16384"), ([600, 600, 1, 2], "one pixel in 2"),
      ([7, 7, 3, 64], "64 filters"),
    ] as [([Int], String)])
  func manyFiltersAreThinnedAndItIsSaid(_ shape: [Int], _ remark: String) {
    let svg = FilterPicture(Tensor.ones(Shape(shape)), title: "conv1").svg().standalone
    #expect(squares(svg) <= 100_100 && svg.contains(remark))
    #expect(svg.utf8.count < 16_000_000)
  }

  @Test func numbersAtTheEndsOfTheRangeHaveColours() {
    let largest = Double.greatestFiniteMagnitude
    let values = [
      largest, -largest, 0, .nan, .infinity, -.infinity, 1e300, -1, .leastNonzeroMagnitude,
    ]
    let filter = Tensor(values, shape: [3, 3, 1, 1], dtype: .float64)
    let svg = FilterPicture(filter, title: "conv1").svg().standalone
    #expect(svg.contains("#ffffff") && svg.contains("#000000") && svg.contains("#808080"))
  }
}
