import Gradus
import GradusDatasets

/// The small images of the quick experiments: every second pixel in both directions averaged away,
/// the first of each split.
struct StudyImages: Sendable {
  let train: ImageDataset
  let test: ImageDataset
  let normalization: Normalization
  /// The first training images, on which the training loss is measured.
  let fixed: ImageDataset

  /// Takes `trainCount` and `testCount` images of two splits and shrinks them by `factor`.
  init(
    _ train: ImageDataset, _ test: ImageDataset, factor: Int, trainCount: Int, testCount: Int,
    fixedCount: Int
  ) {
    self.train = train.prefix(trainCount).downsampled(by: factor)
    self.test = test.prefix(testCount).downsampled(by: factor)
    normalization = .perPixelMean(of: self.train)
    fixed = self.train.prefix(fixedCount)
  }

  /// The batches every net of a seed sees.
  func trainingBatches(_ batchSize: Int, seed: UInt64) -> Batches {
    Batches(
      of: train, batchSize: batchSize, seed: seed, dropLast: true, normalization: normalization)
  }

  /// All images of a set, in order.
  func inOrder(_ images: ImageDataset, batchSize: Int = 500) -> BatchSequence {
    Batches(
      of: images, batchSize: min(batchSize, images.count), seed: 0, shuffles: false,
      normalization: normalization
    ).epoch(0)
  }
}
