import Foundation
import GradusDatasets
import GradusTensors
import Testing

@Suite struct MixingTests {
  private let batch = Batch(
    images: .normal([6, 8, 10, 2], from: RandomStream(seed: 1, name: "images")),
    labels: [0, 1, 2, 0, 1, 2], epoch: 3, index: 7)

  @Test func mixupIsAWeightedMean() {
    let mixed = BatchMixing.mixup(alpha: 0.4)(batch, classes: 3, seed: 5)
    #expect(mixed.partners.sorted() == Array(0..<6) && (0...1).contains(mixed.kept))
    for (image, partner) in mixed.partners.enumerated() {
      let expected =
        batch.images[image..<image + 1] * mixed.kept
        + batch.images[partner..<partner + 1] * (1 - mixed.kept)
      let found = mixed.images[image..<image + 1]
      #expect(zip(found.scalars, expected.scalars).allSatisfy { abs($0 - $1) < 1e-6 })
      var target = [0.0, 0, 0]
      target[batch.labels[image]] += mixed.kept
      target[batch.labels[partner]] += 1 - mixed.kept
      for label in 0..<3 { #expect(abs(mixed.target[image, label] - target[label]) < 1e-6) }
    }
  }

  @Test func cutmixKeepsItsShareOfPixels() {
    var seen = Set<Double>()
    for index in 0..<20 {
      let one = Batch(images: batch.images, labels: batch.labels, epoch: 0, index: index)
      let mixed = BatchMixing.cutmix(alpha: 1)(one, classes: 3, seed: 5)
      let own = (mixed.images .== batch.images)[0..., 0..., 0..., 0]
      for (image, partner) in mixed.partners.enumerated() where image != partner {
        #expect(abs(own[image..<image + 1].mean().item - mixed.kept) < 1e-6)
      }
      #expect(mixed.target.sum(axis: 1).scalars.allSatisfy { abs($0 - 1) < 1e-6 })
      seen.insert(mixed.kept)
    }
    #expect(seen.count > 10)
  }

  @Test func drawsDependOnSeedEpochAndIndexAlone() {
    let mixing = BatchMixing.mixup(alpha: 1)
    let first = mixing(batch, classes: 3, seed: 5)
    #expect(mixing(batch, classes: 3, seed: 5).images.scalars == first.images.scalars)
    #expect(mixing(batch, classes: 3, seed: 6).kept != first.kept)
    let next = Batch(images: batch.images, labels: batch.labels, epoch: 3, index: 8)
    #expect(mixing(next, classes: 3, seed: 5).kept != first.kept)
  }

  /// The mean and the variance of Beta(α, α) are 1/2 and 1 / (4 (2 α + 1)).
  @Test(arguments: [0.2, 1, 3, 8, 32]) func sharesHaveTheDistribution(_ alpha: Double) {
    let images = Tensor.zeros([1, 1, 1, 1])
    let shares = (0..<2000).map { index in
      BatchMixing.mixup(alpha: alpha)(
        Batch(images: images, labels: [0], epoch: 0, index: index), classes: 1, seed: 2
      ).kept
    }
    let mean: Double = shares.reduce(0, +) / 2000
    let variance: Double = shares.map { pow($0 - 0.5, 2) }.reduce(0, +) / 2000
    let expected: Double = 1 / (4 * (2 * alpha + 1))
    let bound: Double = 5 * (expected / 2000).squareRoot()
    #expect(abs(mean - 0.5) < bound)
    #expect(abs(variance - expected) < 0.15 * expected)
  }

  @Test func erasedBoxesHaveTheirShareAndDoNotDependOnTheBatch() {
    let erasing = RandomErasing(probability: 0.6, value: 9)
    let images = Tensor.zeros([400, 20, 24, 1])
    let erased = erasing(images, indices: Array(0..<400), seed: 4, epoch: 2)
    let shares = (erased .== 9).mean(axes: [1, 2, 3]).scalars
    let hit = shares.filter { $0 > 0 }
    // Five standard errors of a share of 0.6 among 400.
    let (count, bound) = (hit.count, 49)
    #expect(abs(count - 240) < bound)
    #expect(hit.allSatisfy { $0 > 0.01 && $0 < 0.36 })
    let alone = erasing(images[..<1], indices: [17], seed: 4, epoch: 2)
    #expect(alone.scalars == erased[17..<18].scalars)
    let other = erasing(images, indices: Array(0..<400), seed: 4, epoch: 3)
    #expect(other.scalars != erased.scalars)
  }

  /// Beta(α, α) of a tiny α is a coin, of a huge one a half; neither takes long to draw.
  @Test(arguments: [1e-300, 1e-12, 1e-3, 1e6, 1e99]) func sharesOfExtremeAlphas(_ alpha: Double) {
    let shares = (0..<40).map { index in
      let one = Batch(images: batch.images, labels: batch.labels, epoch: 0, index: index)
      return BatchMixing.mixup(alpha: alpha)(one, classes: 3, seed: 5).kept
    }
    if alpha < 1e-2 {
      #expect(shares.allSatisfy { min($0, 1 - $0) < 1e-2 })
      #expect((8...32).contains(shares.count { $0 > 0.5 }))
    } else {
      #expect(shares.allSatisfy { abs($0 - 0.5) < 1e-2 })
    }
  }
}
