import Gradus
import GradusClaims

extension ExperimentName {
  static let width = ExperimentName("width")
}

/// Whether wider plain nets suffer less from depth (claim 23).
struct WidthGap: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.width
  let summary = "Plain nets of four times the width, shallow and deep."
  var design: [String: String] {
    [
      "depths": "\(scale.convolutionalDepths)",
      "width": "\(Self.factor * scale.convolutionalWidth)",
      "steps": "\(scale.convolutionalSteps)", "metric": "training loss as in convolutional-depth",
    ]
  }

  static let factor = 4

  var trials: [Trial] {
    .all(scale.convolutionalDepths.map(Subject.plain), seeds: scale.seeds) {
      4 * ConvolutionalDepth.cost($0, scale.convolutionalSteps)
    }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let model = CIFARResNet(
      depth: NetName(trial.subject).depth, shortcut: .none,
      width: Self.factor * scale.convolutionalWidth, inputChannels: context.images.train.channels,
      classes: context.images.train.classes
    ).initialize(seed: trial.seed)
    let run = ShortRun(
      model, ConvolutionalDepth.recipe(context), context.images, seed: trial.seed)
    try run.run()
    return run.measurement(trial)
  }
}
