import Gradus
import GradusClaims

extension Quantity {
  /// The share of right answers on test images, beyond that of who always names their most frequent
  /// class.
  static let accuracyAboveChance = Quantity("test accuracy above chance")
}

extension ExperimentName {
  static let fullyConnectedDepth = ExperimentName("fully-connected-depth")
}

/// Shallow and deep fully connected nets, plain and residual, each at its own best learning rate
/// (claims 12, 13, 14, 16, 22, 26, 27).
struct FullyConnectedDepth: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.fullyConnectedDepth
  let summary = "Training of fully connected nets, shallow and deep, with and without shortcuts."
  let needs = [ExperimentName.learningRateGrid]
  var design: [String: String] {
    [
      "depths": "\(scale.mlpDepths)", "width": "\(scale.mlpWidth)",
      "batch": "128",
      "steps": "\(scale.mlpSteps), and on to \(3 * scale.mlpSteps)",
      "learning rate": "constant, each net's best of the grid",
      "repetition":
        "the deep plain nets \(OtherRounding.repetitions) times more with other last bits",
      "warm-up": "a fifth of the steps, from a hundredth of the rate",
      "metric": "training loss on \(scale.fixedImages) fixed images in inference mode",
      "test": "exact sign flips over seeds, one-sided, 5 %",
    ]
  }

  /// The nets whose learning rates are chosen on the grid.
  static func nets(_ scale: ExperimentScale) -> [FullyConnectedNet] {
    let deep = scale.mlpDepths[1]
    return [(BlockStyle.plain, Subject.plain), (.residual, Subject.residual)].flatMap {
      style, subject in
      scale.mlpDepths.map { FullyConnectedNet(subject: subject($0), depth: $0, style: style) }
    } + [
      FullyConnectedNet(
        subject: .plain(deep).withoutNorm, depth: deep, style: .plainWithoutNorm)
    ]
  }

  private var nets: [FullyConnectedNet] { Self.nets(scale) }

  /// The deep plain nets with and without norm, whose verdict must not hang on rounding (claim 22).
  private var repeatedNets: [FullyConnectedNet] {
    nets.filter { !$0.style.isResidual && $0.depth == scale.mlpDepths[1] }
  }

  /// A net of the experiment, and how a trial trains it.
  private func training(
    of trial: Trial
  ) -> (net: FullyConnectedNet, warmsUp: Bool, repetition: Int?)? {
    for net in nets {
      switch trial.subject {
      case net.subject: return (net, false, nil)
      case net.subject.withWarmUp: return (net, true, nil)
      default:
        guard net.subject.withOtherRoundings.contains(trial.subject) else { continue }
        return (net, false, trial.subject.otherRounding)
      }
    }
    return nil
  }

  var trials: [Trial] {
    scale.seeds.flatMap { seed in
      nets.map { Trial(subject: $0.subject, seed: seed, cost: $0.cost(3 * scale.mlpSteps)) }
        + nets.filter { $0.style == .plain }.map {
          Trial(subject: $0.subject.withWarmUp, seed: seed, cost: $0.cost(scale.mlpSteps))
        }
        + repeatedNets.flatMap { net in
          net.subject.withOtherRoundings.map {
            Trial(subject: $0, seed: seed, cost: net.cost(scale.mlpSteps))
          }
        }
    }
  }

  /// Steps after which losses are measured: the budget, and a half, a quarter and three times of it.
  static func evaluated(_ scale: ExperimentScale) -> [Int] {
    [scale.mlpSteps / 4, scale.mlpSteps / 2, scale.mlpSteps, 2 * scale.mlpSteps]
  }

  /// The share of right answers of who always names the most frequent class.
  static func chance(_ labels: [Int]) -> Double {
    let counts = Dictionary(grouping: labels) { $0 }.values.map(\.count)
    return Double(counts.max() ?? 0) / Double(max(1, labels.count))
  }

  func uses(_ other: Trial, of experiment: ExperimentName, for trial: Trial) -> Bool {
    training(of: trial).map { found in
      scale.learningRates.contains { other.subject == found.net.subject.at(rate: $0) }
    } ?? false
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    guard let (net, warmsUp, repetition) = training(of: trial) else {
      preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
    }
    let rate = try LearningRateGrid.best(net.subject, context)
    var recipe = Recipe.constant(
      rate, steps: warmsUp || repetition != nil ? scale.mlpSteps : 3 * scale.mlpSteps,
      batchSize: FullyConnectedNet.batchSize(context))
    if warmsUp {
      recipe.schedule = .warmUp(
        from: rate / 100, steps: max(1, scale.mlpSteps / 5), then: .constant(rate))
    }
    let model = net.model(context, seed: trial.seed)
    if let repetition {
      OtherRounding.disturb(model, seed: trial.seed, repetition: repetition)
    }
    let run = ShortRun(model, recipe, context.images, seed: trial.seed)
    try run.run(evaluating: Self.evaluated(scale))
    var result = run.measurement(trial)
    result[.learningRate] = rate
    result[.accuracyAboveChance] = result[.testError].map {
      1 - $0 - Self.chance(context.images.test.labels)
    }
    return result
  }
}
