import ArgumentParser
import GradusClaims

/// The tables of claims that the program tests.
enum StudyTable: String, Sendable, CaseIterable, ExpressibleByArgument {
  /// Depth and gradient flow: why depth hurts plain nets and not residual ones.
  case degradation
  /// The lecture "Evolution of CNN Architectures".
  case lecture

  /// Its claims, for the sizes of a study.
  func claims(_ scale: ExperimentScale) -> ClaimTable {
    switch self {
    case .degradation: DegradationClaims(scale: scale).table
    case .lecture: LectureClaims(scale: scale).table
    }
  }

  /// Its experiments in the order they are made; one that needs another stands after it.
  var experiments: [ExperimentEntry] {
    switch self {
    case .degradation: ExperimentCatalog.degradation
    case .lecture: ExperimentCatalog.lecture
    }
  }

  /// The experiments that there is time for in a preset.
  func experiments(in preset: StudyPreset) -> Set<ExperimentName> {
    Set(experiments.filter { $0.presets.contains(preset) }.map(\.name))
  }
}
