import Gradus
import GradusClaims

extension ExperimentName {
  static let identityEmbedding = ExperimentName("identity-embedding")
}

extension Subject {
  /// The net grown from a smaller one that was trained.
  func grown(from shallow: Subject) -> Subject { Subject("\(self) from \(shallow)") }
}

extension Quantity {
  /// Training losses before and after the small net was grown.
  static let lossOfShallowNet = Quantity("loss of the shallow net")
  static let lossWhenGrown = Quantity("loss when grown")
}

/// Grows a trained shallow plain net into a deep one that computes the same, and lets both it and a
/// fresh deep net train on (claim 15).
struct IdentityEmbedding: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.identityEmbedding
  let summary =
    "A trained shallow plain net, grown into an equal deep one by identity layers, trains on."
  let needs = [ExperimentName.convolutionalDepth]
  var design: [String: String] {
    [
      "from": "\(shallow)", "to": "\(deep)", "steps": "\(scale.convolutionalSteps)",
      "learning rate": "\(scale.convolutionalRate / 10)",
      "metric": "training loss before and after growing, and after training on, against the deep "
        + "net trained from scratch",
    ]
  }

  private var shallow: Subject { .plain(scale.convolutionalDepths[0]) }
  private var deep: Subject { .plain(scale.convolutionalDepths[1]) }

  var trials: [Trial] {
    .all([deep.grown(from: shallow)], seeds: scale.seeds) { _ in
      ConvolutionalDepth.cost(deep, scale.convolutionalSteps)
    }
  }

  func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool {
    other.subject == shallow && other.seed == trial.seed
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let small = try context.trainedNet(shallow, seed: trial.seed)
    let grown = context.convolutionalNet(deep, seed: trial.seed)
    try NetGrowth.embed(small, into: grown)
    var recipe = ConvolutionalDepth.recipe(context)
    recipe.schedule = .constant(scale.convolutionalRate / 10)
    let run = ShortRun(grown, recipe, context.images, seed: trial.seed)
    let before = run.loss(of: small)
    let after = run.loss(of: grown)
    try run.run(evaluating: [1, scale.convolutionalSteps / 2])
    var result = run.measurement(trial)
    result[.lossOfShallowNet] = before
    result[.lossWhenGrown] = after
    return result
  }
}
