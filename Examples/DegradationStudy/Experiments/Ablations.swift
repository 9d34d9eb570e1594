import Gradus
import GradusClaims
import GradusTraining

extension ExperimentName {
  static let ablations = ExperimentName("ablations")
}

extension Subject {
  /// The net trained with gradients of a bounded norm.
  var withClipping: Subject { with("clipped") }
}

/// Small convolutional nets trained with what is said to tame gradients, without changing the net: clipping
/// and a warm-up (claim 28).
struct Ablations: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.ablations
  let summary = "Plain and residual nets trained with clipped gradients, and with a warm-up."
  var design: [String: String] {
    [
      "depths":
        "\(scale.convolutionalDepths) without shortcuts, \(scale.convolutionalDepths[1]) with",
      "width": "\(scale.convolutionalWidth)", "steps": "\(scale.convolutionalSteps)",
      "clipping": "norm of all gradients at most \(Self.clipNorm)",
      "warm-up": "a fifth of the steps, from a hundredth of the rate",
      "learning rate": "\(scale.convolutionalRate)",
      "metric": "training loss as in convolutional-depth",
    ]
  }

  static let clipNorm = 1.0

  private var nets: [Subject] {
    let depths = scale.convolutionalDepths
    return [.plain(depths[0]), .plain(depths[1]), .residual(depths[1])]
  }

  var trials: [Trial] {
    .all(nets.map(\.withClipping) + nets.map(\.withWarmUp), seeds: scale.seeds) {
      ConvolutionalDepth.cost($0, scale.convolutionalSteps)
    }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    var recipe = ConvolutionalDepth.recipe(context)
    if nets.map(\.withClipping).contains(trial.subject) {
      recipe.clipNorm = Self.clipNorm
    } else {
      let rate = scale.convolutionalRate
      recipe.schedule = .warmUp(
        from: rate / 100, steps: max(1, scale.convolutionalSteps / 5), then: .constant(rate))
    }
    let run = ShortRun(
      context.convolutionalNet(trial.subject, seed: trial.seed), recipe, context.images,
      seed: trial.seed)
    try run.run(watchingLayers: true)
    return run.measurement(trial)
  }
}
