import Gradus
import GradusExampleSupport

/// The images of a run: those it learns from, those held out, and how both are normalised.
struct TrainingData {
  let training: RunImages
  /// What the best step is chosen by; empty when nothing is held out.
  let validation: RunImages
  let normalization: Normalization

  /// Loads the training images, or lists them where they are read when their turn comes; throws the data
  /// set's errors and `UserError`.
  init(_ configuration: TrainingConfiguration, note: (String) -> Void) throws {
    let all = try RunImages(configuration, .train, note: note)
    (training, validation) = all.holdingOut(
      share: configuration.validationShare, seed: UInt64(configuration.seed))
    guard training.count > 0 else {
      throw UserError("\(all.name): nothing is left to learn from; lower validationShare")
    }
    switch training {
    case .files: normalization = .imageNet
    case .memory(let images):
      switch configuration.normalization {
      case TrainingConfiguration.published:
        guard images.channels == 3 else {
          throw UserError("normalization=published is of 3 channels; use per-channel")
        }
        let recipe = try Catalog.entry(named: configuration.network).recipe
        normalization = Normalization(mean: recipe.mean, standardDeviation: recipe.deviation)
      case "per-channel": normalization = .perChannel(of: images)
      default: normalization = .perPixelMean(of: images)
      }
    }
  }

  /// The batches to learn from.
  func batches(_ configuration: TrainingConfiguration) -> any BatchSource<Batch> {
    let (size, seed) = (configuration.batchSize, UInt64(configuration.seed))
    switch training {
    case .memory(let images):
      return Batches(
        of: images, batchSize: size, seed: seed, dropLast: true, normalization: normalization,
        augmentation: configuration.imageAugmentation)
    case .files(let pictures, let side):
      var batches = PictureBatches(
        of: pictures, batchSize: size, seed: seed, dropLast: true,
        view: configuration.pictureView(side: side), normalization: normalization)
      batches.onBadPicture = configuration.onBadPicture
      return batches
    }
  }
}

extension RunImages {
  /// Loads one part of a configuration's images, at the configured size, or lists it; what is skipped is
  /// told to `note`. With `classes` the part must have these.
  init(
    _ configuration: TrainingConfiguration, _ split: BuiltInDataset.Split,
    classes: [String]? = nil, note: (String) -> Void
  ) throws {
    let source = ImageSource(configuration: configuration)
    self =
      configuration.dataset == TrainingConfiguration.imageNet
      ? try source.listImageNet(split, note: note)
      : .memory(try source.load(split, classes: classes, note: note))
  }
}

extension TrainingConfiguration {
  /// What is done with a picture that cannot be read when its turn comes: it is told and left out, or nil
  /// for stopping.
  var onBadPicture: (@Sendable (any Error) -> Void)? {
    guard onBadFile == ImageFolder.BadFilePolicy.skip.rawValue else { return nil }
    return { StandardError.write("skipped \($0)") }
  }

  /// Settles what depends on the training images; throws `UserError`.
  func resolved(for images: RunImages) throws -> TrainingConfiguration {
    try resolved(imageShape: images.imageShape, count: images.count)
  }
}
