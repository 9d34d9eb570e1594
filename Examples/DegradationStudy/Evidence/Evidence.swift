/// Everything a study has recorded, by experiment.
struct Evidence: Sendable, Equatable {
  /// The records of each experiment in the order of its trials.
  private(set) var measurements: [ExperimentName: [TrialRecord]]

  init(_ measurements: [ExperimentName: [TrialRecord]] = [:]) { self.measurements = measurements }

  /// The records of an experiment; empty where it was not run.
  subscript(experiment: ExperimentName) -> [TrialRecord] {
    get { measurements[experiment] ?? [] }
    set { measurements[experiment] = newValue }
  }

  /// The record of one trial.
  func measurement(
    _ experiment: ExperimentName, _ subject: String, seed: UInt64
  ) -> TrialRecord? {
    self[experiment].first { $0.subject == subject && $0.seed == seed }
  }

  /// The seeds for which any of the experiments has a record, ascending.
  func seeds(_ experiments: [ExperimentName]) -> [UInt64] {
    Set(experiments.flatMap { self[$0].map(\.seed) }).sorted()
  }

  /// What was recorded for one seed.
  func ofSeed(_ seed: UInt64) -> SeedEvidence { SeedEvidence(all: self, seed: seed) }
}

/// What was recorded for one seed: the side of a paired comparison that belongs together.
struct SeedEvidence: Sendable {
  let all: Evidence
  let seed: UInt64

  /// A value; nil where it was not measured or is not finite.
  func value(
    _ experiment: ExperimentName, _ subject: String, _ quantity: String
  ) -> Double? {
    all.measurement(experiment, subject, seed: seed)?[quantity]
  }

  /// A curve; nil where it was not measured.
  func curve(_ experiment: ExperimentName, _ subject: String, _ quantity: String) -> Curve? {
    all.measurement(experiment, subject, seed: seed)?.curves[quantity]
  }
}
