/// The claims about depth and gradient flow that the study puts to the test, with names of nets that
/// fit the study's sizes.
struct ClaimTable: Sendable {
  let scale: ExperimentScale
  /// The configuration of a study of nothing but full-size runs; nil for a study of claims.
  var runs: StudyConfiguration?

  /// All claims by number; of full-size runs alone those that they can decide.
  var claims: [Claim] {
    if let runs { return claims(of: runs) }
    return (initialization + trainingDynamics + degradation + remedies + anatomy)
      .sorted { $0.number < $1.number }
  }

  private func claims(of runs: StudyConfiguration) -> [Claim] {
    guard Set(runs.kinds).count == 2, let low = runs.depths.min(), let high = runs.depths.max(),
      low < high
    else { return [] }
    let (plain, residual) = (names("plain", [low, high]), names("residual", [low, high]))
    return dynamics(.curves, plain: plain, residual: residual, late: min(100, runs.steps - 1))
      + degradation([(.curves, nil, plain, residual)])
  }

  /// The experiments that claims need, and those that these need in turn; all for nil.
  func experiments(for numbers: [Int]?) -> Set<ExperimentName> {
    guard let numbers else { return scale.experiments }
    return Set(claims.filter { numbers.contains($0.number) }.flatMap(\.experiments))
  }

  /// Shallow and deep fully connected nets.
  var plainMLPs: (shallow: String, deep: String) { names("plain", scale.mlpDepths) }
  /// Shallow and deep fully connected nets with shortcuts.
  var residualMLPs: (shallow: String, deep: String) { names("residual", scale.mlpDepths) }
  /// Shallow and deep convolutional nets.
  var plainNets: (shallow: String, deep: String) { names("plain", scale.convolutionalDepths) }
  /// Shallow and deep convolutional nets with shortcuts.
  var residualNets: (shallow: String, deep: String) {
    names("residual", scale.convolutionalDepths)
  }

  private func names(_ kind: String, _ depths: [Int]) -> (shallow: String, deep: String) {
    ("\(kind)-\(depths[0])", "\(kind)-\(depths[1])")
  }
}

extension SeedEvidence {
  /// How much a quantity rises from the shallow to the deep net; nil where a run has none.
  func rise(
    _ experiment: ExperimentName, _ nets: (shallow: String, deep: String), _ quantity: String
  ) -> Double? {
    difference(
      value(experiment, nets.deep, quantity), value(experiment, nets.shallow, quantity))
  }

  /// The same at a step of a curve.
  func rise(
    _ experiment: ExperimentName, _ nets: (shallow: String, deep: String), _ quantity: String,
    at step: Int
  ) -> Double? {
    difference(
      curve(experiment, nets.deep, quantity)?.value(at: Double(step)),
      curve(experiment, nets.shallow, quantity)?.value(at: Double(step)))
  }

  /// a - b, where both were measured.
  func difference(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a - $0 } } }

  /// a / b, where both were measured.
  func ratio(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a / $0 } } }
}
