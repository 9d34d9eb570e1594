import Gradus
import GradusClaims

extension ExperimentName {
  static let learningRateGrid = ExperimentName("learning-rate-grid")
}

extension Subject {
  /// The net at a learning rate of the grid.
  func at(rate: Double) -> Subject { with("rate \(rate)") }
}

/// Finds each fully connected net's learning rate on a seed that no test uses (claims 14, 22).
struct LearningRateGrid: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.learningRateGrid
  let summary = "A fixed grid of learning rates for every fully connected net, on a held-out seed."
  var design: [String: String] {
    [
      "learning rates": "\(scale.learningRates)", "seed": "\(scale.heldOutSeed)",
      "steps": "\(scale.mlpSteps)", "metric": "training loss at the end",
    ]
  }

  var trials: [Trial] {
    scale.learningRates.flatMap { rate in
      FullyConnectedDepth.nets(scale).map { net in
        Trial(
          subject: net.subject.at(rate: rate), seed: scale.heldOutSeed,
          cost: net.cost(scale.mlpSteps))
      }
    }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    for net in FullyConnectedDepth.nets(scale) {
      for rate in scale.learningRates where trial.subject == net.subject.at(rate: rate) {
        let run = ShortRun(
          net.model(context, seed: trial.seed),
          .constant(rate, steps: scale.mlpSteps, batchSize: FullyConnectedNet.batchSize(context)),
          context.images, seed: trial.seed)
        try run.run()
        var result = run.measurement(trial)
        result[.learningRate] = rate
        return result
      }
    }
    preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
  }

  /// The rate with the lowest training loss for a net; the smallest of the grid where all diverged.
  static func best(_ subject: Subject, _ context: ExperimentContext) throws -> Double {
    try context.measurements(.learningRateGrid)
      .filter { record in
        context.scale.learningRates.contains { record.subject == subject.at(rate: $0) }
      }
      .min { ($0[.trainLoss] ?? .infinity) < ($1[.trainLoss] ?? .infinity) }?[.learningRate]
      ?? context.scale.learningRates[0]
  }
}
