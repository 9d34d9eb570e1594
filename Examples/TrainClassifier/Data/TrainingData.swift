import Gradus

/// The images of a run: those it learns from, those held out, and how both are normalised.
struct TrainingData {
  let training: ImageDataset
  /// What the best step is chosen by; empty when nothing is held out.
  let validation: ImageDataset
  let normalization: Normalization

  /// Loads the training images; throws the data set's errors and `UserError`.
  init(_ configuration: TrainingConfiguration, note: (String) -> Void) throws {
    let all = try ImageSource(configuration: configuration).load(.train, note: note)
    (training, validation) = all.holdingOut(
      share: configuration.validationShare, seed: UInt64(configuration.seed))
    guard training.count > 0 else {
      throw UserError("\(all.name): nothing is left to learn from; lower validationShare")
    }
    normalization =
      configuration.normalization == "per-channel"
      ? .perChannel(of: training) : .perPixelMean(of: training)
  }

  /// The batches to learn from.
  func batches(_ configuration: TrainingConfiguration) -> Batches {
    Batches(
      of: training, batchSize: configuration.batchSize, seed: UInt64(configuration.seed),
      dropLast: true, normalization: normalization, augmentation: configuration.imageAugmentation)
  }

  /// The held-out images in order; nil when there are none.
  var validationBatches: BatchSequence? { Self.inOrder(validation, normalization) }

  /// Images in order, for measuring; nil when there are none.
  static func inOrder(
    _ images: ImageDataset, _ normalization: Normalization
  ) -> BatchSequence? {
    images.count == 0
      ? nil
      : Batches(of: images, batchSize: 250, seed: 0, shuffles: false, normalization: normalization)
        .epoch(0)
  }
}
