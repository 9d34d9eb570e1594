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

  /// The same images to train on, and the first `count` of those that losses are measured on.
  func evaluating(_ count: Int) -> StudyImages {
    StudyImages(
      train: train, fixed: fixed.prefix(min(count, fixed.count)),
      test: test.prefix(min(count, test.count)), normalization)
  }

  /// The first `count` images alone to train on and to measure the training loss on.
  func training(on count: Int) -> StudyImages {
    let few = train.prefix(min(count, train.count))
    return StudyImages(train: few, fixed: few, test: test, normalization)
  }

  /// The images without the last so many sixths: with the test images, and with the images held out
  /// in their place.
  func holdingOut(sixths: Int) -> (test: StudyImages, validation: StudyImages) {
    let kept = train.count - train.count * sixths / 6
    let part = train.prefix(kept)
    let held = train.subset(Array(kept..<train.count))
    let fixed = part.prefix(min(self.fixed.count, part.count))
    return (
      StudyImages(train: part, fixed: fixed, test: test, normalization),
      StudyImages(train: part, fixed: fixed, test: held, normalization)
    )
  }

  private init(
    train: ImageDataset, fixed: ImageDataset, test: ImageDataset, _ normalization: Normalization
  ) {
    (self.train, self.fixed, self.test) = (train, fixed, test)
    self.normalization = normalization
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
