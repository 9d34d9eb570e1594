import Foundation
import Gradus
import GradusClaims

extension ExperimentName {
  static let shattering = ExperimentName("shattering")
}

extension Quantity {
  /// The fall of the correlation with depth: of log₂ against layers, of logarithm against logarithm.
  static let exponentialSlope = Quantity("log₂ slope"), powerSlope = Quantity("log-log slope")
  /// Mean cosine of two examples' input gradients by depth.
  static let correlation = Quantity("correlation")
}

/// How alike the input gradients of different examples are, by depth (claim 10).
struct Shattering: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.shattering
  let summary = "The correlation of input gradients between examples in random stacks."
  var design: [String: String] {
    [
      "layers": "\(depths)", "width": "\(scale.stackWidth)", "batch": "\(batch)",
      "metric": "mean cosine of two examples' input gradients, batch statistics held constant",
    ]
  }

  private var depths: [Int] { [1, 2, 4, 8, 16, 24, 50].filter { $0 <= scale.stackDepth } }
  private var batch: Int { min(128, scale.stackWidth) }

  private static let kinds: [Subject: RandomStack.Kind] = [
    .plainStack: .plainBatchNorm, .residualStack: .residualBatchNorm,
  ]

  var trials: [Trial] {
    .all([.plainStack, .residualStack], seeds: scale.initialSeeds) { _ in 0.3 }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    guard let kind = Self.kinds[trial.subject] else {
      preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
    }
    let stack = RandomStack(
      kind, depth: scale.stackDepth, width: scale.stackWidth, seed: trial.seed,
      context.stackWeights)
    let input = Tensor.normal(
      [batch, scale.stackWidth], from: RandomStream(seed: trial.seed, name: "input"))
    let cosines = depths.map { depth in
      InputGradients(at: input, seed: trial.seed) { stack.forward($0, layers: depth) }
        .similarity.meanCosine
    }
    var result = TrialRecord(trial)
    // Beyond eight layers a plain net's correlation drowns in the noise of a finite width.
    let early = zip(depths, cosines).filter { $0.0 <= 8 && $0.1 > 0 }
    result[.exponentialSlope] = LineFit(early.map { Double($0.0) }, early.map { log2($0.1) })?.slope
    let late = zip(depths, cosines).filter { $0.0 >= 2 && $0.1 > 0 }
    result[.powerSlope] = LineFit(late.map { log(Double($0.0)) }, late.map { log($0.1) })?.slope
    result.curves[.correlation] = Curve(x: depths.map(Double.init), y: cosines)
    return result
  }
}
