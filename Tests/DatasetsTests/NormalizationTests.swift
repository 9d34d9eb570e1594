import GradusTensors
import Testing

@testable import GradusDatasets

@Suite struct NormalizationTests {
  let dataset = randomDataset(30, height: 4, width: 3, channels: 3)

  @Test func perChannelGivesMeanZeroAndVarianceOne() {
    let training = dataset.subset([2, 4, 6, 8, 11, 29])
    let normalization = Normalization.perChannel(of: training)
    #expect(normalization.mean.count == 3)
    let values = normalization(training.images(at: Array(0..<6))).scalars
    for channel in 0..<3 {
      let own = stride(from: channel, to: values.count, by: 3).map { values[$0] }
      let mean = own.reduce(0, +) / Double(own.count)
      let variance = own.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(own.count)
      #expect(abs(mean) < 1e-6)
      #expect(abs(variance - 1) < 1e-5)
    }
  }

  @Test func perPixelMeanIsSubtractedAndNothingElse() {
    let normalization = Normalization.perPixelMean(of: dataset)
    let images = dataset.images(at: Array(0..<30))
    let result = normalization(images)
    for position in 0..<36 {
      let own = (0..<30).map { images.scalars[$0 * 36 + position] }
      let mean = own.reduce(0, +) / 30
      for image in [0, 13, 29] {
        #expect(abs(result.scalars[image * 36 + position] - (own[image] - mean)) < 1e-6)
      }
    }
  }

  @Test func statisticsDoNotDependOnTheOrder() {
    let shuffled = dataset.subset(RandomStream(seed: 5, name: "order").permutation(30))
    #expect(Normalization.perChannel(of: shuffled) == .perChannel(of: dataset))
    #expect(Normalization.perPixelMean(of: shuffled) == .perPixelMean(of: dataset))
  }

  @Test func constantChannelIsOnlyShifted() {
    let flat = ImageDataset(
      name: "flat", pixels: [UInt8](repeating: 77, count: 300), height: 10, width: 10, channels: 1,
      labels: [0, 0, 0], classNames: ["flat"])
    let normalization = Normalization.perChannel(of: flat)
    #expect(normalization.standardDeviation == [1])
    #expect(normalization(flat.images(at: [1])).floats.allSatisfy { abs($0) < 1e-7 })
  }
}
