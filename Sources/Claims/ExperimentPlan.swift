/// What will be run and how it will be judged, to be written down before the first trial.
public struct ExperimentPlan: Codable, Sendable, Equatable {
  /// One experiment: its design and its trials.
  public struct PlannedExperiment: Codable, Sendable, Equatable {
    /// Its name, and what is done in one sentence.
    public let name: ExperimentName, summary: String
    /// What is decided before it runs.
    public let design: [String: String]
    /// Its trials in the order they are made.
    public let trials: [Trial]
  }

  /// One claim: what must be measured for it to hold.
  public struct PlannedClaim: Codable, Sendable, Equatable {
    /// Its number.
    public let id: Int
    /// What it says, where, and what is expected.
    public let statement: String, source: String, expected: String
    /// Quantity and requirement of each criterion.
    public let criteria: [String]
    /// Whether there is time for the claim's experiments.
    public let isRun: Bool
    /// The budget that a verdict holds for, in words.
    public let budget: String?
  }

  /// The seeds of the paired tests.
  public let seeds: [UInt64]
  /// The experiments in the order they are made.
  public let experiments: [PlannedExperiment]
  /// The claims.
  public let claims: [PlannedClaim]
  /// How the budget was chosen, name to value; nil in plans that had no choice.
  public let budget: [String: String]?

  /// Plans experiments for claims on the seeds of their paired tests, within a budget.
  public init<Context>(
    _ experiments: [any Experiment<Context>], _ claims: [Claim], seeds: [UInt64],
    budget: [String: String] = [:]
  ) {
    self.seeds = seeds
    self.budget = budget.isEmpty ? nil : budget
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
        isRun: claim.experiments.allSatisfy(planned.contains), budget: claim.budget)
    }
  }
}
