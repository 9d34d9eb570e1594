import Gradus
import GradusClaims

extension ExperimentName {
  static let identityInitialization = ExperimentName("identity-initialization")
}

/// Deep plain fully connected nets whose weights start at the identity or look linear, and residual
/// ones without normalisation (claim 16).
struct IdentityInitialization: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.identityInitialization
  let summary = "Deep fully connected nets without shortcuts that start as the identity."
  var design: [String: String] {
    [
      "depth": "\(scale.mlpDepths[1])", "steps": "\(scale.mlpSteps)",
      "learning rate": "\(Self.rate)", "metric": "training loss as in fully-connected-depth",
    ]
  }

  /// Small enough for nets without normalisation.
  static let rate = 0.01

  private var nets: [FullyConnectedNet] {
    let depth = scale.mlpDepths[1]
    return [BlockStyle.plain, .plainWithoutNorm].flatMap { style in
      [WeightStart.identity, .looksLinear].map { start in
        let started = Subject.plain(depth).starting(start)
        return FullyConnectedNet(
          subject: style.isNormalized ? started : started.withoutNorm, depth: depth, style: style,
          start: start)
      }
    } + [
      FullyConnectedNet(
        subject: .residual(depth).withSkipInit, depth: depth, style: .skipInit),
      FullyConnectedNet(
        subject: .residual(depth).withoutNorm, depth: depth, style: .residualWithoutNorm),
    ]
  }

  var trials: [Trial] {
    scale.seeds.flatMap { seed in
      nets.map { Trial(subject: $0.subject, seed: seed, cost: $0.cost(scale.mlpSteps)) }
    }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    guard let net = nets.first(where: { $0.subject == trial.subject }) else {
      preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
    }
    let run = ShortRun(
      net.model(context, seed: trial.seed),
      .constant(
        Self.rate, steps: scale.mlpSteps,
        batchSize: FullyConnectedNet.batchSize(context)),
      context.images, seed: trial.seed)
    try run.run()
    return run.measurement(trial)
  }
}
