import GradusTensors
import Testing

@testable import GradusDatasets

@Suite struct ImageDatasetTests {
  @Test func subsetsAgreeWithTheWhole() {
    let dataset = randomDataset(20, height: 3, width: 4, channels: 3)
    let subset = dataset.subset([7, 3, 19, 3])
    #expect(subset.count == 4)
    #expect(subset.labels == [7, 3, 19, 3].map { dataset.labels[$0] })
    #expect(subset.images(at: [2, 1]).floats == dataset.images(at: [19, 3]).floats)
    let nested = subset.subset([2, 0]).prefix(1)
    #expect(nested.images(at: [0]).floats == dataset.images(at: [19]).floats)
    #expect(dataset.prefix(100).count == 20)
    #expect(dataset.prefix(5).labels == Array(dataset.labels.prefix(5)))
    #expect(dataset.labels(at: [4, 2]) == [dataset.labels[4], dataset.labels[2]])
  }

  @Test func everyByteHasItsBrightness() {
    let dataset = ImageDataset(
      name: "ramp", pixels: Array(0...255), height: 16, width: 16, channels: 1, labels: [0],
      classNames: ["ramp"])
    #expect(dataset.images(at: [0]).floats == (0...255).map { Float(Double($0) / 255) })
  }

  @Test(arguments: [(1, 1), (2, 1), (2, 3), (3, 2), (4, 1)])
  func downsamplingIsTheRoundedMean(factor: Int, channels: Int) {
    let (height, width) = (2 * factor, 3 * factor)
    let whole = randomDataset(6, height: height, width: width, channels: channels)
    let dataset = whole.subset([5, 0, 2])
    let small = dataset.downsampled(by: factor)
    #expect(small.imageShape == [2, 3, channels])
    #expect(small.labels == dataset.labels)
    let (fine, coarse) = (dataset.images(at: [0, 1, 2]), small.images(at: [0, 1, 2]))
    for image in 0..<3 {
      for y in 0..<2 {
        for x in 0..<3 {
          for channel in 0..<channels {
            var sum = 0.0
            for dy in 0..<factor {
              for dx in 0..<factor {
                sum += fine[image, y * factor + dy, x * factor + dx, channel] * 255
              }
            }
            let mean = (sum * 1024).rounded() / 1024 / Double(factor * factor)
            let found = (coarse[image, y, x, channel] * 255).rounded()
            #expect(found == (mean + 0.5).rounded(.down))
          }
        }
      }
    }
  }
}
