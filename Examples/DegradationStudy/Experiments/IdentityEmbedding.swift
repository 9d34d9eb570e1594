import Gradus

extension ExperimentName {
  static let identityEmbedding = ExperimentName("identity-embedding")
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
      "from": shallow, "to": deep, "steps": "\(scale.convolutionalSteps)",
      "learning rate": "\(ConvolutionalDepth.rate / 10)",
      "metric": "training loss before and after growing, and after training on, against the deep "
        + "net trained from scratch",
    ]
  }

  private var shallow: String { "plain-\(scale.convolutionalDepths[0])" }
  private var deep: String { "plain-\(scale.convolutionalDepths[1])" }

  var trials: [Trial] {
    .all(["\(deep) from \(shallow)"], seeds: scale.seeds) { _ in
      ConvolutionalDepth.cost(deep, scale.convolutionalSteps)
    }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let small = try context.trainedNet(shallow, seed: trial.seed)
    let grown = context.convolutionalNet(deep, seed: trial.seed)
    try NetGrowth.embed(small, into: grown)
    var recipe = ConvolutionalDepth.recipe(context)
    recipe.schedule = .constant(ConvolutionalDepth.rate / 10)
    let run = ShortRun(grown, recipe, context.images, seed: trial.seed)
    let before = run.loss(of: small)
    let after = run.loss(of: grown)
    try run.run(evaluating: [1, scale.convolutionalSteps / 2])
    var result = run.measurement(trial)
    result["loss of the shallow net"] = before
    result["loss when grown"] = after
    return result
  }
}
