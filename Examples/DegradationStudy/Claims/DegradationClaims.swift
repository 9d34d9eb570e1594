import GradusClaims

/// The claims about depth and gradient flow that the study puts to the test, with names of nets that
/// fit the study's sizes.
struct DegradationClaims: Sendable {
  let scale: ExperimentScale
  /// The configuration of a study of nothing but full-size runs; nil for a study of claims.
  var runs: StudyConfiguration?

  /// All claims; of full-size runs alone those that they can decide.
  var table: ClaimTable {
    ClaimTable(
      budgeted(
        runs.map(claims) ?? initialization + trainingDynamics + degradation + remedies + anatomy
          + [generalisation] + ablations + controls))
  }

  private func claims(of runs: StudyConfiguration) -> [Claim] {
    // A pair of depths needs every seed.
    let depths = runs.depths.filter(runs.isRepeated)
    guard Set(runs.kinds).count == 2, let low = depths.min(), let high = depths.max(), low < high
    else { return [] }
    let (plain, residual) = (NetPair.plain([low, high]), NetPair.residual([low, high]))
    return dynamics(
      .curves, plain: plain, residual: residual, late: min(100, runs.steps - 1),
      rate: runs.learningRate)
      + degradation([
        Family(
          experiment: .curves, steps: runs.steps, isAtEnd: true, plain: plain, residual: residual)
      ])
  }

  /// Shallow and deep fully connected nets.
  var plainMLPs: NetPair { .plain(scale.mlpDepths) }
  /// Shallow and deep fully connected nets with shortcuts.
  var residualMLPs: NetPair { .residual(scale.mlpDepths) }
  /// Shallow and deep convolutional nets.
  var plainNets: NetPair { .plain(scale.convolutionalDepths) }
  /// Shallow and deep convolutional nets with shortcuts.
  var residualNets: NetPair { .residual(scale.convolutionalDepths) }
}

extension SeedEvidence {
  /// How much a quantity rises from the shallow to the deep net; nil where a run has none.
  func rise(_ experiment: ExperimentName, _ nets: NetPair, _ quantity: Quantity) -> Double? {
    difference(experiment, nets.deep, minus: nets.shallow, quantity)
  }

  /// The same at a step of a curve.
  func rise(
    _ experiment: ExperimentName, _ nets: NetPair, _ quantity: Quantity, at step: Int
  ) -> Double? {
    difference(
      curve(experiment, nets.deep, quantity)?.value(at: Double(step)),
      curve(experiment, nets.shallow, quantity)?.value(at: Double(step)))
  }
}
