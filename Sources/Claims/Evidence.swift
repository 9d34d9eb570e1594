/// Everything a study has recorded, by experiment.
public struct Evidence: Sendable, Equatable {
  /// The records of each experiment in the order of its trials.
  public private(set) var measurements: [ExperimentName: [TrialRecord]]

  /// Collects records.
  public init(_ measurements: [ExperimentName: [TrialRecord]] = [:]) {
    self.measurements = measurements
  }

  /// The records of an experiment; empty where it was not made.
  public subscript(experiment: ExperimentName) -> [TrialRecord] {
    get { measurements[experiment] ?? [] }
    set { measurements[experiment] = newValue }
  }

  /// The record of one trial.
  public func measurement(
    _ experiment: ExperimentName, _ subject: Subject, seed: UInt64
  ) -> TrialRecord? {
    self[experiment].first { $0.subject == subject && $0.seed == seed }
  }

  /// The seeds for which any of the experiments has a record, ascending.
  public func seeds(_ experiments: [ExperimentName]) -> [UInt64] {
    Set(experiments.flatMap { self[$0].map(\.seed) }).sorted()
  }

  /// The subjects of an experiment in the order they were recorded.
  public func subjects(_ experiment: ExperimentName) -> [Subject] {
    var seen: Set<Subject> = []
    return self[experiment].map(\.subject).filter { seen.insert($0).inserted }
  }

  /// What was recorded for one seed.
  public func ofSeed(_ seed: UInt64) -> SeedEvidence { SeedEvidence(all: self, seed: seed) }
}
