import Gradus
import GradusExampleSupport

extension TrainingConfiguration {
  /// Fills in what follows from the other settings and checks them against one another; the number
  /// of steps is left for when the images are known. Throws `UserError` and `CatalogError`.
  func resolved() throws -> TrainingConfiguration {
    var result = self
    let entry = try Catalog.entry(named: network)
    let source = BuiltInDataset(rawValue: dataset)
    let isStreamed = dataset == Self.imageNet
    let isNatural = source == .cifar10 || source == .cifar100 || source == nil
    result.augmentation =
      augmentation ?? (isStreamed ? "inception" : isNatural ? "pad-crop-flip" : "none")
    result.normalization = normalization ?? (isStreamed ? Self.imageNet : "per-pixel-mean")
    result.learningRate = learningRate ?? Self.usualLearningRates[optimizer]
    result.weightDecay = weightDecay ?? Self.usualWeightDecays[optimizer] ?? 0
    if source == nil {
      result.imageSize = imageSize ?? entry.inputSize.height
      result.channels = channels ?? 3
      guard let data, !data.isEmpty else {
        throw UserError("dataset=\(dataset) needs its place: add --set data=DIR")
      }
    }
    try result.check()
    return result
  }

  private static let usualLearningRates = [
    "sgd": 0.1, "adam": 0.001, "adamw": 0.001, "rmsprop": 0.01,
  ]
  private static let usualWeightDecays = ["sgd": 1e-4, "adamw": 0.01]

  private func check() throws {
    func require(_ isFine: Bool, _ problem: @autoclosure () -> String) throws {
      if !isFine { throw UserError(problem()) }
    }
    try require(channels != 2, "channels must be 1 (grey) or 3 (colour), not 2")
    let isStreamed = dataset == Self.imageNet
    try require(!isStreamed || channels == 3, "dataset=imagenet has 3 channels; leave channels out")
    try require(
      !isStreamed || orientation == "ignore",
      "dataset=imagenet is read as it is; use orientation=ignore")
    let views = Self.pictureViews.keys
    try require(
      isStreamed == views.contains(augmentation ?? "none") || augmentation == "none",
      "augmentation=\(augmentation ?? "") is not for dataset=\(dataset); use "
        + (isStreamed
          ? "\(views.sorted().joined(separator: ", ")) or none" : "pad-crop-flip or none"))
    try require(
      isStreamed == (normalization == Self.imageNet),
      "normalization=\(normalization ?? "") is not for dataset=\(dataset); leave it out")
    try require(
      normalization != Self.published || channels ?? 3 == 3,
      "normalization=published is of 3 channels; use per-channel")
    try require(epochs != nil || steps != nil, "set epochs or steps; both are null")
    try require(
      zip(milestones, milestones.dropFirst()).allSatisfy { $0 < $1 },
      "milestones must rise, such as [0.5, 0.75]")
    try require(
      warmUpSteps == 0 || schedule != "one-cycle",
      "schedule=one-cycle warms up by itself; set warmUpSteps=0")
    try require(
      patience == 0 || validationShare > 0,
      "patience needs held-out images; set validationShare above 0")
    try require(!nesterov || momentum > 0, "nesterov needs a momentum above 0")
  }

  /// Settles what depends on the images: their size and the numbers of steps. Throws `UserError`.
  func resolved(imageShape: Shape, count: Int) throws -> TrainingConfiguration {
    var result = self
    guard batchSize <= count else {
      throw UserError("batchSize=\(batchSize) is more than the \(count) training images")
    }
    // A last batch that is not full is left out.
    let stepsPerEpoch = count / batchSize
    result.imageSize = imageSize ?? imageShape[0]
    result.channels = channels ?? imageShape[2]
    result.evaluationInterval = evaluationInterval ?? stepsPerEpoch
    if let epochs {
      result.steps = max(1, Int((epochs * Double(stepsPerEpoch)).rounded()))
    }
    guard let steps = result.steps, warmUpSteps < steps else {
      throw UserError(
        "warmUpSteps=\(warmUpSteps) leaves none of the \(result.steps ?? 0) steps; lower it")
    }
    return result
  }

  /// The learning rate of each step of a resolved configuration.
  var learningRateSchedule: LearningRateSchedule {
    let (base, total) = (learningRate ?? 0, (steps ?? 1) - warmUpSteps)
    let schedule: LearningRateSchedule =
      switch self.schedule {
      case "constant": .constant(base)
      case "cosine": .cosine(base: base, total: total, final: finalLearningRate)
      case "one-cycle": .oneCycle(peak: base, total: total)
      default:
        .steps(
          base: base, milestones: milestones.map { Int($0 * Double(total)) }, factor: decayFactor)
      }
    return warmUpSteps == 0
      ? schedule : .warmUp(from: base / 10, steps: warmUpSteps, then: schedule)
  }

  /// The optimiser of a resolved configuration.
  func makeOptimizer(_ model: any Module) -> any Optimizer {
    let decay = weightDecay ?? 0
    switch optimizer {
    case "adam":
      return Adam(model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay)
    case "adamw":
      return AdamW(model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay)
    case "rmsprop":
      return RMSProp(
        model, smoothing: smoothing, epsilon: epsilon, weightDecay: decay, momentum: momentum)
    default:
      return SGD(model, momentum: momentum, weightDecay: decay, isNesterov: nesterov)
    }
  }

  /// The shifts and reflections of training images; nil for none.
  var imageAugmentation: Augmentation? {
    augmentation == "pad-crop-flip"
      ? Augmentation(
        padding: padding, flips: flips, precedesNormalization: paddingFill == "black") : nil
  }

  /// What `augmentation` may be for pictures that are read one by one.
  static let pictureViews: [String: @Sendable (Int) -> PictureView] = [
    "inception": { .inception(side: $0) }, "alexnet": { .alexNet(side: $0) },
    "vgg": { .vgg(side: $0) }, "residual": { .residual(side: $0) },
  ]

  /// How pictures that are read one by one become inputs in training.
  func pictureView(side: Int) -> PictureView {
    Self.pictureViews[augmentation ?? ""]?(side)
      ?? .middle(side: side, shorterSide: side * 256 / 224)
  }
}
