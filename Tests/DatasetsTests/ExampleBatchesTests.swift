import Foundation
import GradusTensors
import Testing

@testable import GradusDatasets

/// Data sets, samplers and batches of one's own.
@Suite struct ExampleBatchesTests {
  /// Squares of numbers, one of which cannot be read.
  private struct Squares: Dataset {
    struct Unreadable: Error {}
    let name = "squares"
    let count: Int
    var fingerprint: String { "squares of \(count)" }
    var unreadable: Int?

    func example(at index: Int) throws -> Int {
      if index == unreadable { throw Unreadable() }
      return index * index
    }
  }

  private func load<Source: BatchSource>(
    _ source: Source, from step: Int = 0, to end: Int, workers: Int
  ) throws -> [Source.Minibatch] {
    let loader = BatchLoader(source, from: step, to: end, workers: workers)
    var batches: [Source.Minibatch] = []
    while let batch = try loader.next() { batches.append(batch) }
    return batches
  }

  /// Texts of what each example and its draw are.
  private func texts(_ order: SamplingOrder) -> ExampleBatches<[String]> {
    ExampleBatches(
      of: Squares(count: 23),
      sampler: BatchSampler(count: 23, batchSize: 4, seed: 3, order: order),
      transform: ClosureTransform { (square: Int, visit) in
        "\(square) \(visit.stream("draw").integer(0, below: 1_000_000_000))"
      }
    ) { texts, place in texts + ["batch \(place.number)"] }
  }

  @Test(arguments: [
    SamplingOrder.shuffled, .weighted((0..<23).map(Double.init)),
    .balanced((0..<23).map { $0 % 5 }),
  ])
  func theSameForAnyWorkersAndAnyBeginning(_ order: SamplingOrder) throws {
    let source = texts(order)
    let one = try load(source, to: 14, workers: 1)
    #expect(one.count == 14 && one[13].last == "batch 13")
    for workers in [2, 5] { #expect(try load(source, to: 14, workers: workers) == one) }
    #expect(try load(source, from: 8, to: 14, workers: 3) == Array(one[8...]))
    // An example that comes again looks different.
    let epoch = one[..<6].flatMap { $0.dropLast() }
    #expect(epoch.count == 23 && Set(epoch).count == 23)
    var parts = [[String]](repeating: [], count: 14)
    for number in 0..<3 {
      var source = source
      source.shard = Shard(number, of: 3)
      for (place, batch) in try load(source, to: 14, workers: 2).enumerated() {
        parts[place] += batch.dropLast()
      }
    }
    #expect(parts == one.map { Array($0.dropLast()) })
  }

  @Test func everyExampleOnceUnlessToldOtherwise() throws {
    let source = ExampleBatches(
      of: Squares(count: 10), sampler: BatchSampler(count: 10, batchSize: 3, seed: 1)
    ) { squares, _ in squares }
    let seen = try load(source, to: 4, workers: 2).flatMap { $0 }.sorted()
    #expect(seen == (0..<10).map { $0 * $0 })
    #expect(source.name == "squares" && source.fingerprint == "squares of 10")
    let failing = ExampleBatches(
      of: Squares(count: 10, unreadable: 7), sampler: BatchSampler(count: 10, batchSize: 3, seed: 1)
    ) { squares, _ in squares }
    #expect(throws: Squares.Unreadable.self) { try load(failing, to: 4, workers: 2) }
  }

  @Test func weightsAreFrequencies() {
    let weights = [1.0, 0, 3, 2, 0]
    let count = 5
    let sampler = BatchSampler(count: count, batchSize: 2, seed: 9, order: .weighted(weights))
    var counts = [Int](repeating: 0, count: count)
    for epoch in 0..<1200 { for index in sampler.order(ofEpoch: epoch) { counts[index] += 1 } }
    #expect(counts[1] == 0 && counts[4] == 0)
    // Five standard errors of shares of 6000.
    for (found, share) in zip(counts, weights.map { $0 / 6 }) {
      #expect(abs(Double(found) - 6000 * share) <= 5 * (6000 * share * (1 - share)).squareRoot())
    }
  }

  @Test func balanceIsExact() {
    // 60 examples of one class, 6 and 3 of two others.
    let labels = (0..<69).map { $0 < 60 ? 7 : $0 < 66 ? 2 : 9 }
    let sampler = BatchSampler(count: 69, batchSize: 6, seed: 9, order: .balanced(labels))
    let order = sampler.order(ofEpoch: 4)
    #expect(order.count == 69 && order != sampler.order(ofEpoch: 5))
    for start in stride(from: 0, to: 69, by: 3) {
      #expect(Set(order[start..<start + 3].map { labels[$0] }) == [2, 7, 9])
    }
    // Examples of a class take turns: 23 draws of 3 are 7 or 8 each, of 60 none comes twice.
    let times = Dictionary(order.map { ($0, 1) }, uniquingKeysWith: +)
    for (index, count) in times {
      #expect((labels[index] == 7 ? 1...1 : labels[index] == 2 ? 3...4 : 7...8).contains(count))
    }
  }

  @Test func labelledImagesBecomeBatches() throws {
    let images = randomDataset(12, height: 6, width: 5, channels: 3)
    let sampler = BatchSampler(count: 12, batchSize: 4, seed: 2)
    let plain = ExampleBatches(
      of: images, sampler: sampler, transform: ClosureTransform { (image: Tensor, _) in image })
    let normalization = Normalization.perChannel(of: images)
    let expected = Batches(
      of: images, batchSize: 4, seed: 2, normalization: normalization, augmentation: .standard)
    for (found, wanted) in zip(
      try load(plain, to: 3, workers: 2), Batches(of: images, sampler: sampler).epoch(0))
    {
      #expect(isSame(found, wanted))
    }
    let augmented = ExampleBatches(
      of: images, sampler: sampler,
      transform: ClosureTransform { (image: Tensor, visit) in
        Augmentation.standard(normalization(image, visit), visit)
      })
    for (found, wanted) in zip(try load(augmented, to: 3, workers: 1), expected.epoch(0)) {
      #expect(isSame(found, wanted))
    }
    let erasing = RandomErasing(probability: 1)
    let erased = ExampleBatches(of: images, sampler: sampler, transform: erasing)
    let first = try #require(try load(erased, to: 1, workers: 1).first)
    let indices = sampler.indices(epoch: 0, index: 0)
    #expect(
      first.images.floats
        == erasing(images.images(at: indices), indices: indices, seed: 2, epoch: 0).floats)
  }

  @Test func viewsOfPicturesInMemory() throws {
    let pixels = randomBytes(20 * 30 * 3, seed: 3)
    let picture = RasterImage(height: 20, width: 30, channels: 3, pixels: pixels)
    #expect(RasterImage(picture.tensor) == picture)
    let view = PictureView.middle(side: 16, shorterSide: 16)
    let found = view(picture, ExampleVisit(seed: 1, epoch: 0, index: 0))
    let wanted = picture.middle(16, shorterSide: 16).tensor
    let distance = zip(found.floats, wanted.floats).map { abs($0 - $1) }.max() ?? .nan
    #expect(found.shape == [16, 16, 3] && distance < 1.01 / 255)
  }

  /// The last batch has three examples; the fourth of four processes has none of them, and says so.
  @Test func aPartWithoutExamplesIsNamed() throws {
    var batches = texts(.asStored)
    batches.shard = Shard(3, of: 4)
    #expect(try load(batches, to: 5, workers: 1).count == 5)
    let error = #expect(throws: EmptyPart.self) { try load(batches, to: 6, workers: 2) }
    #expect(error?.batch.index == 5 && error?.description.hasPrefix("squares: batch 5") == true)
  }
}
