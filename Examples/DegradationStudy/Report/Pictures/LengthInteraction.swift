import GradusClaims
import GradusStatistics

/// What depth costs plain nets beyond residual ones, by the length of training: the difference of
/// differences of claim 13 at every length that was measured.
struct LengthInteraction {
  /// One length.
  struct Point: Equatable {
    let steps: Double
    /// What depth adds to the loss of each seed: of plain nets, of residual ones.
    let plain: [Double], residual: [Double]
    /// The mean over seeds of the difference of the two.
    let difference: Double
    /// Its 95 % bootstrap interval.
    let interval: ClosedRange<Double>
  }

  /// The lengths at which all nets of all seeds were measured, ascending.
  let points: [Point]

  /// Looks at the nets of an experiment.
  init(
    _ evidence: Evidence, _ experiment: ExperimentName, plain: NetPair, residual: NetPair
  ) {
    let seeds = evidence.seeds([experiment]).map(evidence.ofSeed)
    let steps = seeds.first?.curve(experiment, plain.deep, .trainLoss)?.x ?? []
    points = steps.compactMap { step in
      let rises = seeds.compactMap { seed -> (Double, Double)? in
        guard let plain = seed.rise(experiment, plain, .trainLoss, at: Int(step)),
          let residual = seed.rise(experiment, residual, .trainLoss, at: Int(step))
        else { return nil }
        return (plain, residual)
      }
      guard !rises.isEmpty, rises.count == seeds.count else { return nil }
      let differences = rises.map { $0.0 - $0.1 }
      return Point(
        steps: step, plain: rises.map(\.0), residual: rises.map(\.1),
        difference: differences.reduce(0, +) / Double(differences.count),
        interval: BootstrapInterval.ofMean(differences))
    }
  }
}
