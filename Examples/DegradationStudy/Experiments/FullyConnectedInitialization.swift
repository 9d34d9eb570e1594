import Foundation
import Gradus

extension ExperimentName {
  static let fullyConnectedInitialization = ExperimentName("fully-connected-initialization")
}

/// How signals and gradients grow through deep fully connected stacks before any training
/// (claims 1, 2, 3, 5, 6).
struct FullyConnectedInitialization: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.fullyConnectedInitialization
  let summary = "Norms of activations and of their gradients in random fully connected stacks."
  var design: [String: String] {
    [
      "layers": "\(scale.stackDepth)", "width": "\(scale.stackWidth)",
      "batch": "\(batch), and \(scale.stackBatches) with batch normalisation",
      "metric": "growth of the activation gradient's norm for each layer towards the input",
    ]
  }

  /// The batch size of all stacks but those of claim 3.
  private var batch: Int { scale.stackBatches.dropLast().last ?? scale.stackBatches[0] }

  var trials: [Trial] {
    let subjects =
      RandomStack.Kind.allCases.map { subject($0, batch) }
      + scale.stackBatches.filter { $0 != batch }.map { subject(.plainBatchNorm, $0) }
    return .all(subjects, seeds: scale.initialSeeds) { _ in 0.1 }
  }

  private func subject(_ kind: RandomStack.Kind, _ batch: Int) -> String {
    batch == self.batch ? kind.rawValue : "\(kind.rawValue), batch \(batch)"
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    for kind in RandomStack.Kind.allCases {
      for size in scale.stackBatches where subject(kind, size) == trial.subject {
        let stack = RandomStack(
          kind, depth: scale.stackDepth, width: scale.stackWidth, seed: trial.seed,
          context.stackWeights)
        return Self.measurement(trial, stack.propagate(batch: size))
      }
    }
    preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
  }

  private static func measurement(_ trial: Trial, _ signals: RandomStack.Signals) -> TrialRecord {
    let layers = signals.gradients.indices.map(Double.init)
    let backward = LineFit(layers, signals.gradients.map { log($0) })
    let forward = LineFit(layers, signals.activations.map { log($0) })
    var result = TrialRecord(trial)
    result["backward factor"] = backward.map { exp(-$0.slope) }
    result["backward R²"] = backward?.rSquared
    result["forward factor"] = forward.map { exp($0.slope) }
    result.curves["activation gradient norm"] = Curve(x: layers, y: signals.gradients)
    result.curves["activation norm"] = Curve(x: layers, y: signals.activations)
    result.curves["variance"] = Curve(x: layers, y: signals.variances)
    if !signals.branchVariances.isEmpty {
      // The unit after l additions sees a signal to which l + 1 parts have contributed.
      let ratios = zip(signals.branchVariances, signals.variances).map { $0 / $1 }
      let units = ratios.indices.map { Double($0 + 1) }
      result["variance R²"] = LineFit(layers, signals.variances)?.rSquared
      result["branch share exponent"] =
        LineFit(units.map { log($0) }, ratios.map { log($0) })?.slope
      result.curves["branch variance / skip variance"] = Curve(x: units, y: ratios)
    }
    return result
  }
}
