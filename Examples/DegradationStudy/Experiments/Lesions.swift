import Gradus
import GradusClaims

extension ExperimentName {
  static let lesions = ExperimentName("lesions")
}

extension Quantity {
  /// How much the error rises without a block: of the median block, and of each.
  static let medianErrorIncrease = Quantity("median error increase")
  static let errorIncrease = Quantity("error increase")
  /// The median block's, over what the net had learnt: how far its error lies below that of who
  /// always names the most frequent class. Nets that had learnt less have less to lose.
  static let medianShareLost = Quantity("median share of what was learnt")
  /// The error of the whole net.
  static let error = Quantity("error")
}

/// What a trained net loses with one of its blocks (claim 18).
struct Lesions: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.lesions
  let summary = "The error of trained nets without one block that keeps the size."
  let needs = [ExperimentName.convolutionalDepth]
  var design: [String: String] {
    [
      "nets": "those of convolutional-depth", "images": "\(scale.testImages) test images",
      "metric": "median over blocks of the rise of the error, over how far the whole net's lies "
        + "below chance; a plain block is two layers",
    ]
  }

  var trials: [Trial] {
    .all(
      [.plain(scale.convolutionalDepths[0]), .residual(scale.convolutionalDepths[1])],
      seeds: scale.seeds
    ) { Double(NetName($0).depth * NetName($0).depth * scale.testImages) * 1e-7 }
  }

  func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool {
    other.subject == trial.subject && other.seed == trial.seed
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let model = try context.trainedNet(trial.subject, seed: trial.seed)
    let images = context.images.test
    let shape = Shape([1] + images.imageShape.dimensions)
    let study = LesionStudy(of: model, input: shape) { model($0).logits }
    let all = NetName(trial.subject).isResidual ? study.residualBlocks : study.layers(count: 2)
    let lesions = all.filter(\.keepsShape)
    let normalized = context.images.normalization(images.images(at: Array(0..<images.count)))
    let increases = study.errorIncreases(
      lesions, images: normalized, labels: images.labels, batchSize: 500
    ).map(\.increase)
    let error = study.error(images: normalized, labels: images.labels, batchSize: 500)
    // A net that has learnt nothing counts as one that has learnt a single image.
    let learnt = max(
      1 - error - FullyConnectedDepth.chance(images.labels), 1 / Double(images.count))
    var result = TrialRecord(trial)
    result[.medianErrorIncrease] = Quantile.median(increases)
    result[.medianShareLost] = Quantile.median(increases).map { $0 / learnt }
    result[.error] = error
    result.curves[.errorIncrease] = Curve(increases)
    return result
  }
}
