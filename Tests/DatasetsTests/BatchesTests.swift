import GradusTensors
import Testing

@testable import GradusDatasets

@Suite struct BatchesTests {
  @Test(arguments: [(1, 1), (10, 3), (12, 4), (5, 9), (128, 100)], [false, true])
  func anEpochIsAPermutation(sizes: (count: Int, batchSize: Int), dropLast: Bool) {
    let (count, batchSize) = sizes
    if dropLast && count < batchSize { return }
    let sampler = BatchSampler(
      count: count, batchSize: batchSize, seed: 4, dropLast: dropLast)
    let batches = (0..<sampler.batchesPerEpoch).map { sampler.indices(epoch: 3, index: $0) }
    let seen = batches.flatMap { $0 }
    #expect(batches.dropLast().allSatisfy { $0.count == batchSize })
    #expect(seen.count == (dropLast ? count / batchSize * batchSize : count))
    #expect(Set(seen).count == seen.count)
    #expect(seen.allSatisfy { (0..<count).contains($0) })
    #expect(seen == Array(sampler.order(ofEpoch: 3).prefix(seen.count)))
  }

  @Test func shufflesDependOnSeedAndEpochOnly() {
    func order(seed: UInt64, epoch: Int, batchSize: Int = 7) -> [Int] {
      BatchSampler(count: 50, batchSize: batchSize, seed: seed).order(ofEpoch: epoch)
    }
    #expect(order(seed: 1, epoch: 0) == order(seed: 1, epoch: 0, batchSize: 11))
    #expect(order(seed: 1, epoch: 0) != order(seed: 1, epoch: 1))
    #expect(order(seed: 1, epoch: 0) != order(seed: 2, epoch: 0))
    let plain = BatchSampler(count: 50, batchSize: 7, seed: 1, shuffles: false)
    #expect(plain.order(ofEpoch: 8) == Array(0..<50))
  }

  @Test func stepsCountThroughEpochs() {
    let sampler = BatchSampler(count: 10, batchSize: 4, seed: 1)
    let positions = (0..<7).map { sampler.position(ofStep: $0) }
    #expect(positions.map(\.epoch) == [0, 0, 0, 1, 1, 1, 2])
    #expect(positions.map(\.index) == [0, 1, 2, 0, 1, 2, 0])
  }

  private var batches: Batches {
    let dataset = randomDataset(23, height: 6, width: 5, channels: 3)
    return Batches(
      of: dataset, batchSize: 4, seed: 8, normalization: .perPixelMean(of: dataset),
      augmentation: Augmentation(padding: 2, flips: true))
  }

  @Test func aBatchIsItsStepsAppliedInOrder() throws {
    let batches = batches
    let batch = batches.batch(epoch: 2, index: 5)
    let indices = batches.sampler.indices(epoch: 2, index: 5)
    let normalization = try #require(batches.normalization)
    let augmentation = try #require(batches.augmentation)
    let normalized = normalization(batches.dataset.images(at: indices))
    let expected = augmentation(normalized, indices: indices, seed: 8, epoch: 2)
    #expect(batch.count == 3)
    #expect(batch.images.shape == [3, 6, 5, 3])
    #expect(batch.images.floats == expected.floats)
    #expect(batch.labels == batches.dataset.labels(at: indices))
    #expect(batch.epoch == 2 && batch.index == 5)
  }

  @Test func resumingGivesTheSameBatches() {
    let batches = batches
    let uninterrupted = Array(batches.from(step: 0).prefix(20))
    for start in [0, 1, 6, 11, 19] {
      for (offset, batch) in batches.from(step: start).prefix(20 - start).enumerated() {
        #expect(isSame(batch, uninterrupted[start + offset]))
      }
    }
    #expect(Array(batches.epoch(1)).count == 6)
    for (index, batch) in batches.epoch(1).enumerated() {
      #expect(isSame(batch, uninterrupted[6 + index]))
      #expect(isSame(batch, batches.batch(epoch: 1, index: index)))
    }
  }

  @Test func anImageIsAugmentedAlikeInAnyBatch() {
    let small = batches
    let large = Batches(
      of: small.dataset, batchSize: 23, seed: 8, normalization: small.normalization,
      augmentation: small.augmentation)
    let joined = small.epoch(4).flatMap(\.images.floats)
    #expect(joined == large.batch(epoch: 4, index: 0).images.floats)
  }
}

func isSame(_ a: Batch, _ b: Batch) -> Bool {
  a.images.floats == b.images.floats && a.labels == b.labels && a.epoch == b.epoch
    && a.index == b.index
}
