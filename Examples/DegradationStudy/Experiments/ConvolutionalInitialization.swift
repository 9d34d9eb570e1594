import Gradus
import GradusClaims

extension ExperimentName {
  static let convolutionalInitialization = ExperimentName("convolutional-initialization")
}

extension Quantity {
  /// The norm of each layer's weight gradient.
  static let gradientNorm = Quantity("gradient norm")
}

/// How gradients grow through He et al.'s nets before any training (claims 2, 4, 17).
struct ConvolutionalInitialization: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.convolutionalInitialization
  let summary = "Weight gradients of plain and residual CIFAR-style nets before the first step."
  var design: [String: String] {
    [
      "depths": "\(scale.initialDepths)", "width": "\(scale.initialWidth)",
      "batch": "\(scale.initialBatch)",
      "metric": "norm of the weight gradient of the first convolution over that of the last one",
    ]
  }

  var trials: [Trial] {
    let subjects = [Subject.plain, Subject.residual].flatMap { scale.initialDepths.map($0) }
    return .all(subjects, seeds: scale.initialSeeds) { Double(NetName($0).depth) * 0.005 }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let net = NetName(trial.subject)
    let model = CIFARResNet(
      depth: net.depth, shortcut: net.isResidual ? .padded : .none, width: scale.initialWidth,
      inputChannels: context.images.train.channels, classes: context.images.train.classes
    ).initialize(seed: trial.seed)
    let batch = context.images.trainingBatches(scale.initialBatch, seed: trial.seed)
      .batch(epoch: 0, index: 0)
    let norms = InitialGradients.norms(model, batch, seed: trial.seed)
    // The classifier comes last; the layer before it is the last convolution.
    var result = TrialRecord(
      trial, values: [.gradientRatio: norms[0] / norms[norms.count - 2]])
    result[.responseDeviation] = ResponseDeviations.median(model)
    result.curves[.gradientNorm] = Curve(norms)
    return result
  }
}
