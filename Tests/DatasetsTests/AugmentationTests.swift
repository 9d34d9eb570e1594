import Foundation
import GradusTensors
import Testing

@testable import GradusDatasets

@Suite struct AugmentationTests {
  /// Pads, crops and mirrors one image step by step.
  private func reference(
    _ image: [Float], _ height: Int, _ width: Int, _ channels: Int, padding: Int,
    _ draw: Augmentation.Draw
  ) -> [Float] {
    let paddedWidth = width + 2 * padding
    var padded = [Float](repeating: 0, count: (height + 2 * padding) * paddedWidth * channels)
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<channels {
          padded[((y + padding) * paddedWidth + x + padding) * channels + c] =
            image[(y * width + x) * channels + c]
        }
      }
    }
    var result: [Float] = []
    for y in 0..<height {
      var row: [[Float]] = []
      for x in 0..<width {
        let start = ((y + draw.top) * paddedWidth + x + draw.left) * channels
        row.append(Array(padded[start..<start + channels]))
      }
      result += (draw.isFlipped ? row.reversed() : row).flatMap { $0 }
    }
    return result
  }

  @Test(arguments: [
    (4, 5, 3, 2, true), (3, 3, 1, 4, true), (6, 2, 2, 3, false), (5, 4, 3, 0, true),
    (1, 1, 1, 2, true),
  ])
  func agreesWithPaddingCroppingAndMirroring(
    height: Int, width: Int, channels: Int, padding: Int, flips: Bool
  ) {
    let dataset = randomDataset(40, height: height, width: width, channels: channels)
    let augmentation = Augmentation(padding: padding, flips: flips)
    let indices = RandomStream(seed: 9, name: "batch").permutation(40)
    let images = dataset.images(at: indices)
    let result = augmentation(images, indices: indices, seed: 3, epoch: 2).floats
    let size = height * width * channels
    for (image, index) in indices.enumerated() {
      let expected = reference(
        Array(images.floats[image * size..<(image + 1) * size]), height, width, channels,
        padding: padding, augmentation.draw(seed: 3, epoch: 2, index: index))
      #expect(Array(result[image * size..<(image + 1) * size]) == expected)
    }
  }

  @Test func drawsDependOnSeedEpochAndImage() {
    let augmentation = Augmentation.standard
    func draws(seed: UInt64, epoch: Int) -> [Augmentation.Draw] {
      (0..<50).map { augmentation.draw(seed: seed, epoch: epoch, index: $0) }
    }
    #expect(draws(seed: 1, epoch: 0) == draws(seed: 1, epoch: 0))
    #expect(draws(seed: 1, epoch: 0) != draws(seed: 1, epoch: 1))
    #expect(draws(seed: 1, epoch: 0) != draws(seed: 2, epoch: 0))
    #expect(Set(draws(seed: 1, epoch: 0)).count > 25)
  }

  @Test func everyOffsetAndBothDirectionsComeEquallyOften() {
    let count = 16_200
    let draws = (0..<count).map { Augmentation.standard.draw(seed: 1, epoch: 0, index: $0) }
    // One cell for each of 9 x 9 x 2 outcomes; 100 expected in each, standard deviation 10.
    let cells = Dictionary(grouping: draws) { $0 }.mapValues(\.count)
    #expect(cells.count == 162)
    let chiSquare = cells.values.reduce(0.0) { $0 + Double(($1 - 100) * ($1 - 100)) / 100 }
    // 161 degrees of freedom: mean 161, standard deviation 18.
    #expect(chiSquare > 161 - 90 && chiSquare < 161 + 90)
    #expect(draws.allSatisfy { (0...8).contains($0.top) && (0...8).contains($0.left) })
  }

  /// Padding before normalisation is black: of a normalised batch, it is what black becomes.
  @Test func paddingIsBlackOrTheMean() {
    let dataset = randomDataset(12, height: 4, width: 4, channels: 3)
    let normalization = Normalization(mean: [0.5, 0.25, 0.1], standardDeviation: [0.5, 0.2, 1])
    func batch(_ precedes: Bool) -> Batch {
      Batches(
        of: dataset, batchSize: 12, seed: 3, normalization: normalization,
        augmentation: Augmentation(padding: 2, flips: true, precedesNormalization: precedes)
      ).batch(epoch: 1, index: 0)
    }
    let (after, before) = (batch(false).images.floats, batch(true).images.floats)
    let black: [Float] = [-1, -1.25, -0.1]
    var padded = 0
    for (index, pair) in zip(after, before).enumerated() where pair.0 != pair.1 {
      #expect(pair.0 == 0 && abs(pair.1 - black[index % 3]) < 1e-6)
      padded += 1
    }
    #expect(padded > 50 && padded < after.count / 2)
  }

  @Test func ordersAreReadAndOldOnesComeAfterNormalisation() throws {
    let first = Augmentation(padding: 1, flips: true, precedesNormalization: true)
    let read = try JSONDecoder().decode(Augmentation.self, from: JSONEncoder().encode(first))
    #expect(read == first)
    let old = try JSONDecoder().decode(
      Augmentation.self, from: Data(#"{"padding": 4, "flips": true}"#.utf8))
    #expect(old == .standard)
  }

  @Test func withoutFlipsNothingIsMirrored() {
    let augmentation = Augmentation(padding: 1, flips: false)
    #expect((0..<100).allSatisfy { !augmentation.draw(seed: 1, epoch: 0, index: $0).isFlipped })
  }
}
