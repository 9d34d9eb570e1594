import Foundation
import Gradus
import GradusClaims

extension ExperimentName {
  static let fullyConnectedInitialization = ExperimentName("fully-connected-initialization")
}

extension Subject {
  /// A random stack; the batch is named where it is not the usual one.
  static func stack(_ kind: RandomStack.Kind, batch: Int? = nil) -> Subject {
    let stack = Subject(kind.rawValue)
    return batch.map { stack.with("batch \($0)") } ?? stack
  }
}

extension Quantity {
  /// Growth of the activation gradient for each layer towards the input, and how straight its
  /// logarithm is.
  static let backwardFactor = Quantity("backward factor"), backwardR2 = Quantity("backward R²")
  /// Growth of the activations for each layer towards the output.
  static let forwardFactor = Quantity("forward factor")
  /// How straight the variance on the skip path is against depth.
  static let varianceR2 = Quantity("variance R²")
  /// Exponent of the branch's share of the variance in depth.
  static let branchShareExponent = Quantity("branch share exponent")
  /// Norms by layer.
  static let activationNorm = Quantity("activation norm")
  static let activationGradientNorm = Quantity("activation gradient norm")
  static let variance = Quantity("variance")
  static let branchOverSkipVariance = Quantity("branch variance / skip variance")
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

  private func subject(_ kind: RandomStack.Kind, _ batch: Int) -> Subject {
    .stack(kind, batch: batch == self.batch ? nil : batch)
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
    result[.backwardFactor] = backward.map { exp(-$0.slope) }
    result[.backwardR2] = backward?.rSquared
    result[.forwardFactor] = forward.map { exp($0.slope) }
    result.curves[.activationGradientNorm] = Curve(x: layers, y: signals.gradients)
    result.curves[.activationNorm] = Curve(x: layers, y: signals.activations)
    result.curves[.variance] = Curve(x: layers, y: signals.variances)
    if !signals.branchVariances.isEmpty {
      // The unit after l additions sees a signal to which l + 1 parts have contributed.
      let ratios = zip(signals.branchVariances, signals.variances).map { $0 / $1 }
      let units = ratios.indices.map { Double($0 + 1) }
      result[.varianceR2] = LineFit(layers, signals.variances)?.rSquared
      result[.branchShareExponent] =
        LineFit(units.map { log($0) }, ratios.map { log($0) })?.slope
      result.curves[.branchOverSkipVariance] = Curve(x: units, y: ratios)
    }
    return result
  }
}
