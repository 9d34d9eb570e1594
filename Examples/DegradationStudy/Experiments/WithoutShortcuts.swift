import Gradus
import GradusClaims

extension ExperimentName {
  static let withoutShortcuts = ExperimentName("without-shortcuts")
}

/// Deep convolutional nets without shortcuts from Dirac filters, and without normalisation with
/// SkipInit (claim 16 on convolutions; an experiment that explains).
struct WithoutShortcuts: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.withoutShortcuts
  let summary = "Deep convolutional nets that start as the identity, with and without batch norm."
  var design: [String: String] {
    [
      "depth": "\(depth)", "width": "\(scale.convolutionalWidth)",
      "steps": "\(scale.convolutionalSteps)",
      "learning rate": "\(scale.convolutionalRate), a tenth of it without batch norm",
      "metric": "training loss as in convolutional-depth",
    ]
  }

  private var depth: Int { scale.convolutionalDepths[1] }

  private var conditions: [(subject: Subject, style: BlockStyle, start: WeightStart)] {
    [
      (.plain(depth).starting(.identity), .plain, .identity),
      (.plain(depth).starting(.identity).withoutNorm, .plainWithoutNorm, .identity),
      (.plain(depth).withoutNorm, .plainWithoutNorm, .he),
      (.residual(depth).withSkipInit, .skipInit, .he),
    ]
  }

  var trials: [Trial] {
    .all(conditions.map(\.subject), seeds: scale.seeds) {
      ConvolutionalDepth.cost($0, scale.convolutionalSteps)
    }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    guard let condition = conditions.first(where: { $0.subject == trial.subject }) else {
      preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
    }
    let model = StackedConvNet(
      depth: depth, width: scale.convolutionalWidth,
      inputChannels: context.images.train.channels, classes: context.images.train.classes,
      style: condition.style
    ).initialize(condition.start, seed: trial.seed)
    var recipe = ConvolutionalDepth.recipe(context)
    if !condition.style.isNormalized {
      recipe.schedule = .constant(scale.convolutionalRate / 10)
    }
    let run = ShortRun(model, recipe, context.images, seed: trial.seed)
    try run.run(watchingLayers: true)
    return run.measurement(trial)
  }
}
