import Gradus
import GradusClaims

extension ExperimentName {
  static let rewind = ExperimentName("rewind")
}

extension Subject {
  /// The net whose filters and batch norms get another start after some steps.
  func replaced(by start: WeightStart, at step: Int) -> Subject {
    with("\(start.rawValue) and new norm from step \(step)")
  }
}

/// The step at which a deep plain net is lost: after some steps its filters are replaced by the
/// identity, or as a control drawn anew, its batch norms begin anew, and it trains on to the same number
/// of steps (claim 32).
struct Rewind: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.rewind
  let summary =
    "A deep plain net whose filters are replaced while it trains: by the identity, or drawn anew."
  var design: [String: String] {
    [
      "net": "\(net)", "width": "\(scale.convolutionalWidth)",
      "steps": "\(scale.convolutionalSteps) altogether", "replaced after": "\(moments) steps",
      "what is replaced":
        "all filters that keep the width, and all batch norms; stem, classifier and the filters that "
        + "widen stay; momentum begins anew, and so does the order of the data",
      "control": "filters of He's start, drawn anew",
      "learning rate": "\(scale.convolutionalRate)",
      "metric": "training loss as in convolutional-depth",
    ]
  }

  static let starts = [WeightStart.identity, .he]

  /// Steps after which filters are replaced, before half of the training is over.
  var moments: [Int] {
    let early = [10, 30, 100].filter { 2 * $0 < scale.convolutionalSteps }
    return early.isEmpty ? [1] : early
  }

  private var net: Subject { .plain(scale.convolutionalDepths[1]) }

  var trials: [Trial] {
    .all(
      moments.flatMap { moment in Self.starts.map { net.replaced(by: $0, at: moment) } },
      seeds: scale.seeds
    ) { ConvolutionalDepth.cost($0, scale.convolutionalSteps) }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    for moment in moments {
      for start in Self.starts where trial.subject == net.replaced(by: start, at: moment) {
        return try measure(trial, context, start, moment)
      }
    }
    preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
  }

  private func measure(
    _ trial: Trial, _ context: ExperimentContext, _ start: WeightStart, _ moment: Int
  ) throws -> TrialRecord {
    // Another order and other draws than those of any seed of the study.
    let other = trial.seed + 1_000_000
    let model = context.convolutionalNet(net, seed: trial.seed)
    var recipe = ConvolutionalDepth.recipe(context)
    recipe.steps = moment
    let early = ShortRun(model, recipe, context.images, seed: trial.seed)
    try early.run()
    guard !early.diverged else { return early.measurement(trial) }
    if start == .identity {
      FilterReplacement.identity(in: model)
    } else {
      FilterReplacement.copy(context.convolutionalNet(net, seed: other), into: model)
    }
    FilterReplacement.restartNormalization(in: model)
    recipe.steps = scale.convolutionalSteps - moment
    let late = ShortRun(model, recipe, context.images, seed: other)
    try late.run()
    return late.measurement(trial)
  }
}
