import Gradus
import GradusClaims

/// Finds the learning rate of each net of a comparison on a seed that no test uses.
struct RateGrid: Experiment {
  let comparison: NetComparison

  var name: ExperimentName { ExperimentName("\(comparison.name.rawValue)-rates") }
  let summary = "A fixed grid of learning rates for every net of a comparison, on a held-out seed."
  var design: [String: String] {
    [
      "learning rates": "\(comparison.rates)", "seed": "\(comparison.scale.heldOutSeed)",
      "steps": "\(steps)", "metric": "training loss at the end",
    ]
  }

  private var steps: Int { max(1, comparison.steps / 2) }

  var trials: [Trial] {
    .all(
      comparison.nets.flatMap { net in comparison.rates.map { net.subject.at(rate: $0) } },
      seeds: [comparison.scale.heldOutSeed]
    ) { _ in Double(steps) * 0.008 }
  }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    for net in comparison.nets {
      for rate in comparison.rates where trial.subject == net.subject.at(rate: rate) {
        let run = comparison.train(net.subject, rate, seed: trial.seed, context, steps: steps)
        try run.run()
        var result = run.measurement(trial)
        result[.learningRate] = rate
        return result
      }
    }
    preconditionFailure("\(name.rawValue) has no subject \(trial.subject)")
  }

  /// The rate with the lowest training loss for a net; the smallest of the grid where all diverged.
  func best(_ subject: Subject, _ context: ExperimentContext) throws -> Double {
    let own = comparison.rates.map { subject.at(rate: $0) }
    return try context.measurements(name).filter { own.contains($0.subject) }
      .min { ($0[.trainLoss] ?? .infinity) < ($1[.trainLoss] ?? .infinity) }?[.learningRate]
      ?? comparison.rates.min() ?? 0
  }
}
