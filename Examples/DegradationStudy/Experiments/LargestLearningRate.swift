import Foundation
import Gradus
import GradusClaims

extension ExperimentName {
  static let largestLearningRate = ExperimentName("largest-learning-rate")
}

extension Subject {
  /// The shallow plain net with and without batch normalisation.
  static let normalizedNet = Subject("plain, batch norm"), bareNet = Subject("plain, no norm")
}

extension Quantity {
  /// The largest rate at which the net learned, and the losses of all rates that were tried.
  static let largestRate = Quantity("largest rate")
  static let trainLossByRate = Quantity("train loss by rate")
}

/// How large the learning rate may be, with and without batch normalisation (claim 21).
struct LargestLearningRate: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.largestLearningRate
  let summary = "The largest learning rate at which a plain fully connected net learns."
  var design: [String: String] {
    [
      "depth": "\(scale.mlpDepths[0])", "steps": "\(steps)",
      "learning rates": "powers of ⁴√10 from 0.03 to 100, upwards until one fails",
      "repetition": "each net \(OtherRounding.repetitions) times more with other last bits",
      "metric": "the largest rate after which the last losses are finite and below the first",
    ]
  }

  private var steps: Int { min(100, scale.mlpSteps) }

  var trials: [Trial] {
    let nets = [Subject.normalizedNet, .bareNet]
    return .all(nets + nets.flatMap(\.withOtherRoundings), seeds: scale.seeds) { _ in
      9 * Double(steps * (scale.mlpDepths[0] + 4)) * 1e-4
    }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let isNormalized = ([.normalizedNet] + Subject.normalizedNet.withOtherRoundings)
      .contains(trial.subject)
    let net = FullyConnectedNet(
      subject: trial.subject, depth: scale.mlpDepths[0],
      style: isNormalized ? .plain : .plainWithoutNorm)
    var (rates, losses): ([Double], [Double]) = ([], [])
    var largest: Double?
    for exponent in -6...8 {
      let rate = pow(10, Double(exponent) / 4)
      let model = net.model(context, seed: trial.seed)
      if let repetition = trial.subject.otherRounding {
        OtherRounding.disturb(model, seed: trial.seed, repetition: repetition)
      }
      let run = ShortRun(
        model,
        .constant(
          rate, steps: steps,
          batchSize: FullyConnectedNet.batchSize(context)),
        context.images, seed: trial.seed)
      try run.run()
      let loss = run.measurement(trial)[.trainLoss] ?? .infinity
      rates.append(rate)
      losses.append(loss)
      // Chance is the logarithm of the number of classes; what ends above it has not learnt.
      guard loss < log(Double(context.images.train.classes)) else { break }
      largest = rate
    }
    var result = TrialRecord(trial)
    result[.largestRate] = largest
    result.curves[.trainLossByRate] = Curve(x: rates, y: losses)
    return result
  }
}
