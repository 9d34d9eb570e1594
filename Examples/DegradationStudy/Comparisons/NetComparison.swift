import Gradus
import GradusClaims

extension Quantity {
  /// Multiply-adds of one image in inference, and trainable numbers.
  static let multiplyAdds = Quantity("multiply-adds"), parameters = Quantity("parameters")
}

/// Nets that differ in one thing, trained on the same batches.
struct NetComparison: Experiment {
  let scale: ExperimentScale
  let name: ExperimentName
  let summary: String
  let nets: [ComparedNet]
  /// The learning rate, or several: each net then takes its best one on a seed that no test uses.
  var rates = [0.05]
  /// The images, from those the study has.
  var images: @Sendable (ExperimentContext) -> StudyImages = { $0.images.evaluating(1_000) }
  /// Steps, over those of the preset.
  var stepShare = 1.0
  /// What is said of the images in the plan.
  var imageText = "as in convolutional-depth"
  /// Whether the trained nets are kept for other experiments.
  var keepsNets = false

  var design: [String: String] {
    [
      "nets": nets.map(\.subject.rawValue).joined(separator: "; "), "steps": "\(steps)",
      "batch": "\(scale.comparisonBatch)", "images": imageText,
      "learning rate": rates.count == 1
        ? "\(rates[0]), falling to 0 along half a cosine"
        : "each net's best of \(rates), tried on seed \(scale.heldOutSeed); falling to 0 along half "
          + "a cosine",
      "metric": "loss and error on fixed training images and on test images, in inference mode",
      "test": "exact sign flips over seeds, one-sided, 5 %",
    ]
  }

  var needs: [ExperimentName] { rates.count == 1 ? [] : [rateGrid.name] }

  var steps: Int { max(1, Int(Double(scale.comparisonSteps) * stepShare)) }

  var trials: [Trial] {
    .all(nets.map(\.subject), seeds: scale.seeds) { _ in Double(steps) * 0.008 }
  }

  /// The experiment that chooses the learning rates.
  var rateGrid: RateGrid { RateGrid(comparison: self) }

  func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool {
    rates.contains { other.subject == trial.subject.at(rate: $0) }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let rate = rates.count == 1 ? rates[0] : try rateGrid.best(trial.subject, context)
    let run = train(trial.subject, rate, seed: trial.seed, context)
    try run.run()
    var result = run.measurement(trial)
    result[.learningRate] = rate
    result[.multiplyAdds] = Double(run.model.multiplyAdds(NetInput(images(context).train)))
    result[.parameters] = Double(run.model.parameterCount)
    if keepsNets { try context.store.save(run.model, name, trial.subject, seed: trial.seed) }
    return result
  }

  /// A net with fresh weights.
  func model(_ subject: Subject, seed: UInt64, _ context: ExperimentContext) -> any Classifier {
    guard let net = nets.first(where: { $0.subject == subject }) else {
      preconditionFailure("\(name.rawValue) has no subject \(subject)")
    }
    return net.make(NetInput(images(context).train)).initialize(seed: seed)
  }

  /// A net ready to be trained.
  func train(
    _ subject: Subject, _ rate: Double, seed: UInt64, _ context: ExperimentContext,
    steps: Int? = nil
  ) -> ShortRun {
    let images = images(context)
    return ShortRun(
      model(subject, seed: seed, context),
      .falling(
        from: rate, steps: steps ?? self.steps,
        batchSize: min(scale.comparisonBatch, images.train.count)),
      images, seed: seed)
  }
}
