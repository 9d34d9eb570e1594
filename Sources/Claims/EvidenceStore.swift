import Foundation
import GradusTraining

/// The folder `experiments` of a run's folder: a file for each trial.
public struct EvidenceStore: Sendable {
  /// The run's folder.
  public let folder: RunFolder

  /// The records of a run.
  public init(_ folder: RunFolder) { self.folder = folder }

  /// The name, in the run's folder, of an experiment's own folder.
  public func name(of experiment: ExperimentName) -> String { "experiments/\(experiment.rawValue)" }

  private func name(_ trial: Trial, _ experiment: ExperimentName) -> String {
    "\(name(of: experiment))/\(trial.fileName)"
  }

  /// Whether a trial is recorded.
  public func isRecorded(_ trial: Trial, of experiment: ExperimentName) -> Bool {
    folder.contains(name(trial, experiment))
  }

  /// Whether the list that `measurements(_:)` reads has a trial's record.
  func isListed(_ trial: Trial, of experiment: ExperimentName) -> Bool {
    files(of: experiment).contains(trial.fileName)
  }

  private func files(of experiment: ExperimentName) -> [String] {
    let path = folder.file(name(of: experiment))
    return (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }

  /// Writes a trial's record in one step; throws `FileError`.
  public func record(
    _ measurement: TrialRecord, _ trial: Trial, of experiment: ExperimentName
  ) throws {
    try folder.make(name(of: experiment))
    try folder.write(measurement, to: name(trial, experiment))
  }

  /// The records of an experiment by seed and subject; throws `FileError` with the name of a damaged
  /// file.
  public func measurements(_ experiment: ExperimentName) throws -> [TrialRecord] {
    try files(of: experiment).filter { $0.hasSuffix(".json") }.sorted()
      .map { try folder.read(TrialRecord.self, from: "\(name(of: experiment))/\($0)") }
      .sorted { ($0.seed, $0.subject.rawValue) < ($1.seed, $1.subject.rawValue) }
  }

  /// Everything that is recorded of some experiments; throws `FileError`.
  public func evidence(_ experiments: [ExperimentName]) throws -> Evidence {
    var evidence = Evidence()
    for experiment in experiments {
      let found = try measurements(experiment)
      if !found.isEmpty { evidence[experiment] = found }
    }
    return evidence
  }
}
