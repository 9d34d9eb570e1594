import Foundation
import Gradus

/// The folder `experiments` of a study: a file for each trial, and trained nets beside them.
struct EvidenceStore {
  let folder: StudyFolder

  private func name(_ experiment: ExperimentName, _ file: String) -> String {
    "experiments/\(experiment.rawValue)/\(file)"
  }

  /// Whether a trial is recorded.
  func isRecorded(_ trial: Trial, of experiment: ExperimentName) -> Bool {
    folder.contains(name(experiment, trial.fileName))
  }

  /// Writes a trial's record in one step.
  func record(_ measurement: TrialRecord, _ trial: Trial, of experiment: ExperimentName) throws {
    try folder.make("experiments/\(experiment.rawValue)")
    try folder.write(measurement, to: name(experiment, trial.fileName))
  }

  /// The records of an experiment, by seed and subject.
  func measurements(_ experiment: ExperimentName) throws -> [TrialRecord] {
    let path = folder.file("experiments/\(experiment.rawValue)")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return try files.filter { $0.hasSuffix(".json") }.sorted()
      .map { try folder.read(TrialRecord.self, from: name(experiment, $0)) }
      .sorted { ($0.seed, $0.subject) < ($1.seed, $1.subject) }
  }

  /// Everything that is recorded.
  func evidence() throws -> Evidence {
    var evidence = Evidence()
    for experiment in ExperimentCatalog.names {
      let found = try measurements(experiment)
      if !found.isEmpty { evidence[experiment] = found }
    }
    return evidence
  }

  private func weights(
    _ experiment: ExperimentName, _ subject: String, _ seed: UInt64
  ) -> String {
    let trial = Trial(subject: subject, seed: seed, cost: 0)
    return folder.file(
      name(experiment, trial.fileName.replacing(".json", with: ".safetensors")))
  }

  /// Keeps a trained net; written before the trial's record, so that a recorded trial has one.
  func save(
    _ model: any Classifier, _ experiment: ExperimentName, _ subject: String, seed: UInt64
  ) throws {
    try folder.make("experiments/\(experiment.rawValue)")
    try SafetensorsFile(tensors: model.stateDictionary)
      .write(to: weights(experiment, subject, seed), checksummed: true)
  }

  /// Gives `model` the weights of a net that was kept; throws with the file's name.
  func load(
    _ model: any Classifier, _ experiment: ExperimentName, _ subject: String, seed: UInt64
  ) throws {
    let path = weights(experiment, subject, seed)
    try model.load(SafetensorsFile.read(path, verifyingChecksum: true).tensors, path: path)
  }
}
