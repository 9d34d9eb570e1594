import GradusClaims

/// A row of the catalog of experiments: a name, who has time for it, and how it is made.
struct ExperimentEntry: Sendable {
  let name: ExperimentName
  /// The presets it fits into.
  let presets: Set<StudyPreset>
  /// Makes it at a study's sizes.
  let make: @Sendable (ExperimentInputs) -> any Experiment<ExperimentContext>

  /// Those that test claims.
  static let allPresets: Set<StudyPreset> = [.tiny, .quick, .standard, .overnight]

  /// Makes a row; an experiment fits into every preset unless told otherwise.
  init(
    _ name: ExperimentName, presets: Set<StudyPreset> = ExperimentEntry.allPresets,
    make: @escaping @Sendable (ExperimentInputs) -> any Experiment<ExperimentContext>
  ) {
    (self.name, self.presets, self.make) = (name, presets, make)
  }
}

/// What experiments are made from.
struct ExperimentInputs {
  let configuration: StudyConfiguration
  let data: StudyData
  /// Whether progress within a run is hidden.
  let isQuiet: Bool
}
