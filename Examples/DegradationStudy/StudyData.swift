import Foundation
import GradusDatasets
import GradusExampleSupport

/// The images of a study, loaded and normalised once.
struct StudyData {
  let train: ImageDataset
  let test: ImageDataset
  let normalization: Normalization

  /// Loads both splits; throws `DatasetError` with the file and the reason, and `UserError`
  /// when an option or the splits do not fit each other.
  init(_ configuration: StudyConfiguration) throws {
    let origin = try ImageOrigin(configuration)
    train = try origin.load(.train)
    let all = try origin.load(.test, classes: train.classNames)
    guard train.imageShape == all.imageShape else {
      throw UserError(
        "the \(configuration.dataset) images in \(origin.folder) have the shape \(train.imageShape) to train on "
          + "and \(all.imageShape) to test on; give --data a folder where they are alike")
    }
    guard configuration.batchSize <= train.count else {
      throw UserError(
        "--batch-size \(configuration.batchSize) is more than the \(train.count) training images")
    }
    // A preset asks for as many as there are; a number that was typed is meant.
    let scale = configuration.scale
    let fromPreset = [
      configuration.preset.testImages, scale.curveTestImages, scale.lectureTestImages,
    ]
    let isTyped = !fromPreset.contains(configuration.testImages)
    guard configuration.testImages <= all.count || !isTyped else {
      throw UserError(
        "--test-images \(configuration.testImages) is more than the \(all.count) test images")
    }
    test = all.prefix(min(configuration.testImages, all.count))
    // He et al. 2015, section 4.2: the per-pixel mean is subtracted. Pixels are in 0...1 here.
    normalization = .perPixelMean(of: train)
  }

  /// The small images of the experiments; as many as there are where a preset asks for more.
  func small(_ scale: ExperimentScale, shrinkage: Int? = nil) -> StudyImages {
    let factor = shrinkage ?? scale.shrinkage
    return StudyImages(
      train, test, factor: isDivisible(by: factor) ? factor : 1, trainCount: scale.trainImages,
      testCount: scale.testImages, fixedCount: scale.fixedImages)
  }

  /// The same images, shrunk; as they are where their sides are no multiples of `factor`.
  func shrunk(by factor: Int) -> StudyData {
    factor == 1 || !isDivisible(by: factor)
      ? self : StudyData(train.downsampled(by: factor), test.downsampled(by: factor))
  }

  private func isDivisible(by factor: Int) -> Bool {
    train.height.isMultiple(of: factor) && train.width.isMultiple(of: factor)
  }

  private init(_ train: ImageDataset, _ test: ImageDataset) {
    (self.train, self.test) = (train, test)
    normalization = .perPixelMean(of: train)
  }

  /// The batches every net of a seed sees.
  func trainingBatches(_ configuration: StudyConfiguration, seed: UInt64) -> Batches {
    Batches(
      of: train, batchSize: configuration.batchSize, seed: seed, dropLast: true,
      normalization: normalization, augmentation: configuration.augmentation)
  }

  /// The first of the test images, in order.
  func firstTestBatches(_ count: Int) -> BatchSequence {
    Batches(
      of: test.prefix(count), batchSize: 250, seed: 0, shuffles: false,
      normalization: normalization
    ).epoch(0)
  }

  /// The test images, in order.
  var testBatches: BatchSequence {
    Batches(of: test, batchSize: 250, seed: 0, shuffles: false, normalization: normalization)
      .epoch(0)
  }
}
