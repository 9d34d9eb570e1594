/// What will be run and how it will be judged, written to `plan.json` before the first trial.
struct StudyPlan: Codable, Sendable, Equatable {
  /// One experiment: its design and its trials.
  struct PlannedExperiment: Codable, Sendable, Equatable {
    let name: ExperimentName
    let summary: String
    let design: [String: String]
    let trials: [Trial]
  }

  /// One claim: what must be measured for it to hold.
  struct PlannedClaim: Codable, Sendable, Equatable {
    let id: Int
    let statement: String
    let source: String
    let expected: String
    /// Quantity and requirement of each criterion.
    let criteria: [String]
    /// Whether the preset has time for the claim's experiments.
    let isRun: Bool
  }

  let seeds: [UInt64]
  let experiments: [PlannedExperiment]
  let claims: [PlannedClaim]

  init(_ experiments: [any Experiment], _ claims: [Claim], seeds: [UInt64]) {
    self.seeds = seeds
    let planned = Set(experiments.map(\.name))
    self.experiments = experiments.map {
      PlannedExperiment(
        name: $0.name, summary: $0.summary, design: $0.design, trials: $0.trials)
    }
    self.claims = claims.map { claim in
      PlannedClaim(
        id: claim.number, statement: claim.statement, source: claim.source,
        expected: claim.expected,
        criteria: claim.criteria.map { "\($0.quantity): \($0.requirement.text)" },
        isRun: claim.experiments.allSatisfy(planned.contains))
    }
  }
}
