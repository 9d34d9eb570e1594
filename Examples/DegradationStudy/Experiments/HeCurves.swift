import Gradus
import GradusClaims

extension ExperimentName {
  static let curves = ExperimentName("curves")
}

/// The four nets of He et al. 2015, Fig. 6, at full width.
///
/// Their runs are those of the explicit options, with their own logs and checkpoints; the record
/// here only repeats what claims ask for.
struct HeCurves: Experiment {
  let configuration: StudyConfiguration
  let data: StudyData
  /// Whether progress within a run is shown.
  let isQuiet: Bool

  let name = ExperimentName.curves
  let summary =
    "Plain and residual nets of full width, for the curves of Fig. 6."
  var design: [String: String] {
    [
      "depths": "\(configuration.depths)", "width": "\(configuration.width)",
      "images": "\(data.train.height) x \(data.train.width) x \(data.train.channels)",
      "steps": "\(configuration.steps)", "batch": "\(configuration.batchSize)",
      "learning rate": "\(configuration.learningRate), divided by 10 at half and three quarters",
      "metric": "mean training loss of the last 100 steps, and the test error",
    ]
  }

  var trials: [Trial] {
    configuration.runs.map { run in
      Trial(
        subject: run.subject, seed: run.seed,
        cost: Double(run.depth * configuration.steps) * 7e-3 * Double(run.width * run.width) / 256)
    }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    guard
      let identity = configuration.runs.first(where: {
        $0.subject == trial.subject && $0.seed == trial.seed
      })
    else { preconditionFailure("\(name.rawValue) has no subject \(trial.subject)") }
    let run = StudyRun(identity, configuration, data, context.folder)
    let reporter = ProgressReporter(
      name: "\(identity.net) seed \(identity.seed)", total: configuration.steps, isQuiet: isQuiet)
    let record = try run.run { step, loss in reporter.report(step: step, ["loss": loss]) }
    return TrialRecord(record, layers: try StudyRun.curve(record, context.folder).layers)
  }
}

extension TrialRecord {
  /// What claims ask of a run with the explicit options.
  ///
  /// - Parameter layers: the paths of the weighted layers from input to output.
  init(_ record: RunRecord, layers: [String]) {
    let profile = GradientProfile(record, layers: layers)
    self.init(Trial(subject: record.identity.subject, seed: record.seed, cost: 0))
    diverged = record.diverged
    for (name, value) in [
      (Quantity.trainLoss, record.trainLoss), (.trainError, record.trainError),
      (.testError, record.testError),
    ] { self[name] = value }
    curves[.gradientRatio] = Curve(
      x: profile.steps.map(Double.init), y: profile.steps.map { profile.ratio(at: $0) ?? .nan })
  }
}
