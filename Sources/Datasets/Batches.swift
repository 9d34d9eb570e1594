import GradusTensors

/// A data set cut into batches, normalised and augmented.
///
///     let batches = Batches(of: training, batchSize: 128, seed: 1,
///       normalization: .perPixelMean(of: training), augmentation: .standard)
///     for batch in batches.epoch(0) { ... }
public struct Batches: BatchSource {
  /// Where the images come from.
  public let dataset: ImageDataset
  /// Which images form which batch.
  public let sampler: BatchSampler
  /// Applied to all images.
  public let normalization: Normalization?
  /// Applied to the normalised images, or before they are so.
  public let augmentation: Augmentation?
  /// The part of each batch that this process makes, where several train one model.
  public var shard = Shard.whole

  /// Makes the batches of `dataset`.
  ///
  /// `seed` decides the shuffles and the augmentation; without `shuffles` the images come in the
  /// data set's order. Traps when an epoch would not have a single batch.
  public init(
    of dataset: ImageDataset, batchSize: Int, seed: UInt64, shuffles: Bool = true,
    dropLast: Bool = false, normalization: Normalization? = nil,
    augmentation: Augmentation? = nil
  ) {
    self.init(
      of: dataset,
      sampler: BatchSampler(
        count: dataset.count, batchSize: batchSize, seed: seed, shuffles: shuffles,
        dropLast: dropLast),
      normalization: normalization, augmentation: augmentation)
  }

  /// Makes the batches of `dataset` by a sampler, such as a balanced one; traps when it is one of another
  /// number of images.
  public init(
    of dataset: ImageDataset, sampler: BatchSampler, normalization: Normalization? = nil,
    augmentation: Augmentation? = nil
  ) {
    sampler.requireCount(dataset.count, of: dataset.name)
    (self.dataset, self.sampler) = (dataset, sampler)
    (self.normalization, self.augmentation) = (normalization, augmentation)
  }

  /// One batch; traps when `index` is outside `0..<sampler.batchesPerEpoch`.
  ///
  /// Every call shuffles the whole epoch anew; ``epoch(_:)`` and ``from(step:)`` do it once.
  public func batch(epoch: Int, index: Int) -> Batch {
    batch(of: sampler.visits(epoch: epoch, index: index), epoch: epoch, index: index)
  }

  /// The batches of one epoch, in order.
  public func epoch(_ epoch: Int) -> BatchSequence {
    let first = epoch * sampler.batchesPerEpoch
    return BatchSequence(self, steps: first..<first + sampler.batchesPerEpoch)
  }

  /// The batches of every step from `step` on, epoch after epoch, without end.
  public func from(step: Int) -> BatchSequence { BatchSequence(self, steps: step..<Int.max) }

  /// What the data set is called.
  public var name: String { dataset.name }
  /// The data set's.
  public var fingerprint: String { dataset.fingerprint }

  /// Throws nothing.
  public func makeWorker() -> (BatchPlace, _ visits: [ExampleVisit]) throws -> Batch {
    { place, visits in
      batch(of: visits, epoch: place.epoch, index: place.index, number: place.number)
    }
  }

  func batch(of visits: [ExampleVisit], epoch: Int, index: Int, number: Int? = nil) -> Batch {
    let indices = visits.map(\.index)
    var values = dataset.values(at: indices)
    let isAugmentedFirst = augmentation?.precedesNormalization ?? false
    if !isAugmentedFirst { normalization?.apply(to: &values, imageShape: dataset.imageShape) }
    if let augmentation {
      values = augmentation.applied(
        to: values, imageShape: dataset.imageShape, visits: visits)
    }
    if isAugmentedFirst { normalization?.apply(to: &values, imageShape: dataset.imageShape) }
    let images = Tensor(
      values, shape: [indices.count, dataset.height, dataset.width, dataset.channels])
    return Batch(
      images: images, labels: dataset.labels(at: indices), epoch: epoch, index: index,
      number: number)
  }
}
