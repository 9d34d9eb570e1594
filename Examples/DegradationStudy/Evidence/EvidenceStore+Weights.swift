import Gradus
import GradusClaims

/// Trained nets beside the records of the trials that trained them.
extension EvidenceStore {
  private func weights(_ experiment: ExperimentName, _ subject: Subject, _ seed: UInt64) -> String {
    let trial = Trial(subject: subject, seed: seed, cost: 0)
    return folder.file("\(name(of: experiment))/\(trial.fileStem).safetensors")
  }

  /// Keeps a trained net; written before the trial's record, so that a recorded trial has one.
  func save(
    _ model: any Classifier, _ experiment: ExperimentName, _ subject: Subject, seed: UInt64
  ) throws {
    try folder.make(name(of: experiment))
    try SafetensorsFile(tensors: model.stateDictionary)
      .write(to: weights(experiment, subject, seed), checksummed: true)
  }

  /// Gives `model` the weights of a net that was kept; throws with the file's name.
  func load(
    _ model: any Classifier, _ experiment: ExperimentName, _ subject: Subject, seed: UInt64
  ) throws {
    let path = weights(experiment, subject, seed)
    try model.load(SafetensorsFile.read(path, verifyingChecksum: true).tensors, path: path)
  }

  /// Throws `DivergedSource` when a training that others build on diverged.
  func requireFinite(
    _ experiment: ExperimentName, _ subject: Subject, seed: UInt64
  ) throws {
    let records = try measurements(experiment)
    if records.contains(where: { $0.subject == subject && $0.seed == seed && $0.diverged }) {
      throw DivergedSource(experiment, subject, seed: seed)
    }
  }
}
