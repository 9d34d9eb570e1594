import Gradus
import GradusClaims

extension ExperimentName {
  static let convolutionalDepth = ExperimentName("convolutional-depth")
}

/// He et al.'s nets in small: plain and residual, shallow and deep (claims 7, 8, 9, 12, 13, 17).
///
/// The trained nets are kept for the experiments that take them apart.
struct ConvolutionalDepth: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.convolutionalDepth
  let summary = "Training of small CIFAR-style nets, watched layer by layer at log-spaced steps."
  var design: [String: String] {
    [
      "depths": "\(scale.convolutionalDepths)", "width": "\(scale.convolutionalWidth)",
      "batch": "\(scale.convolutionalBatch)", "steps": "\(scale.convolutionalSteps)",
      "learning rate": "\(scale.convolutionalRate), constant",
      "metric": "training loss on \(scale.fixedImages) fixed images in inference mode; norms of "
        + "weights and weight gradients at steps 0, 1, 3, 10, 30, 100, …",
      "test": "exact sign flips over seeds, one-sided, 5 %",
    ]
  }

  var trials: [Trial] {
    let subjects = [Subject.plain, Subject.residual].flatMap { scale.convolutionalDepths.map($0) }
    return .all(subjects, seeds: scale.seeds) { Self.cost($0, scale.convolutionalSteps) }
  }

  static func cost(_ subject: Subject, _ steps: Int) -> Double {
    Double(NetName(subject).depth * steps) * 3e-4
  }

  static func recipe(_ context: ExperimentContext) -> Recipe {
    .constant(
      context.scale.convolutionalRate, steps: context.scale.convolutionalSteps,
      batchSize: min(context.scale.convolutionalBatch, context.images.train.count))
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let model = context.convolutionalNet(trial.subject, seed: trial.seed)
    let run = ShortRun(model, Self.recipe(context), context.images, seed: trial.seed)
    let steps = scale.convolutionalSteps
    try run.run(evaluating: [steps / 4, steps / 2], watchingLayers: true)
    var result = run.measurement(trial)
    let responses = ResponseDeviations.ofLayers(model)
    result[.responseDeviation] = run.diverged ? nil : Quantile.median(responses)
    result.curves[.responseDeviation] = Curve(responses)
    try context.store.save(model, name, trial.subject, seed: trial.seed)
    return result
  }
}
