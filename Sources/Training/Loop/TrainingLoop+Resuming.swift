import Foundation
import GradusInterchange

extension TrainingLoop {
  /// The run as it is now.
  public func checkpoint(notes: [String: String] = [:]) -> Checkpoint {
    Checkpoint(
      of: model, optimizer, average: average, step: stepCount, data: data, notes: notes)
  }

  /// Takes the state of a checkpoint; throws as `Checkpoint.restore` does, and changes nothing then.
  public func restore(_ checkpoint: Checkpoint) throws {
    try checkpoint.restore(model, optimizer, average: average)
    stepCount = checkpoint.step
    data = checkpoint.data
  }

  /// Saves a checkpoint with the notes of `onCheckpoint`, where checkpoints go somewhere; the log's
  /// records are on the disk first, so that what a checkpoint counts as done is there.
  public func save() throws {
    guard let checkpoints, communicator?.isFirst ?? true else { return }
    try log?.synchronize()
    try checkpoints.save(checkpoint(notes: onCheckpoint()))
  }

  /// Continues a run in a folder or begins one: restores the latest checkpoint that can be read,
  /// saves the last `count` checkpoints there, and logs the columns there.
  ///
  /// Returns that checkpoint, nil for a new run. Throws `FileError`, `MetricsLogError`, what the
  /// first damaged checkpoint throws when none can be read, and `CheckpointError` for one of another
  /// run.
  @discardableResult
  public func resume(
    in folder: String, keeping count: Int = 2,
    columns: [String] = TrainingMetric.allCases.map(\.rawValue)
  ) throws -> Checkpoint? {
    try RunFolder(folder).make()
    let place = CheckpointFolder(folder, keeping: count)
    let latest = try place.latest()?.checkpoint
    if let latest { try restore(latest) }
    if communicator?.isFirst ?? true {
      log = try MetricsLog(resumingIn: folder, columns: columns, atStep: stepCount)
    }
    checkpoints = place
    return latest
  }
}
