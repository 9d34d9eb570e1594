import Foundation
import Interchange
import Layers
import Tensors

/// A training run on disk: weights, buffers, the optimiser's state and the step, in one checksummed
/// safetensors file.
///
/// Saving writes a temporary file, syncs it, renames it over the old one and syncs the folder, so
/// that whatever happens there is one whole checkpoint.
public struct Checkpoint: Sendable {
  /// Steps taken.
  public let step: Int
  /// What else the run wants to remember, by name.
  public let notes: [String: String]
  private let model: [(name: String, tensor: Tensor)]
  private let optimizer: [(name: String, tensor: Tensor)]

  private static let version = "1"

  /// Takes a picture of a trainer.
  ///
  /// Traps when `notes` use the names `format` or `step`, which are the checkpoint's own.
  public init(of trainer: Trainer, notes: [String: String] = [:]) {
    precondition(
      notes["format"] == nil && notes["step"] == nil,
      "checkpoint: the notes must not use the names format and step")
    step = trainer.nextStep
    self.notes = notes
    model = trainer.model.stateDictionary.map { ($0.name, $0.value) }
    optimizer = trainer.optimizer.state.map { ($0.name, $0.value) }
  }

  /// Reads a checkpoint; throws `SafetensorsError` or `FileError` for a damaged file and
  /// `CheckpointError` for a file that is something else.
  public init(readingFrom path: String) throws {
    let file = try SafetensorsFile.read(path, verifyingChecksum: true)
    guard file.metadata["format"] == "gradus-checkpoint-\(Self.version)",
      let step = file.metadata["step"].flatMap(Int.init), step >= 0
    else {
      throw CheckpointError(
        path: path,
        problem: "is not a checkpoint of version \(Self.version); it may be plain weights")
    }
    self.step = step
    notes = file.metadata.filter { $0.key != "format" && $0.key != "step" }
    func part(_ prefix: String) -> [(name: String, tensor: Tensor)] {
      file.tensors.compactMap { name, tensor in
        name.hasPrefix(prefix) ? (String(name.dropFirst(prefix.count)), tensor) : nil
      }
    }
    model = part("model.")
    optimizer = part("optimizer.")
  }

  /// Writes the checkpoint, replacing an older one in one step; throws `FileError`.
  public func write(to path: String) throws {
    var metadata = notes
    metadata["format"] = "gradus-checkpoint-\(Self.version)"
    metadata["step"] = "\(step)"
    let file = SafetensorsFile(
      metadata: metadata,
      tensors: model.map { ("model.\($0.name)", $0.tensor) }
        + optimizer.map { ("optimizer.\($0.name)", $0.tensor) })
    try file.write(to: path, checksummed: true)
  }

  /// Puts a trainer into the state of the picture; throws `StateDictionaryError` or
  /// `OptimizerStateError`, and changes nothing, when it belongs to another model or optimiser.
  public func restore(_ trainer: Trainer) throws {
    let previous = trainer.model.stateDictionary
    try trainer.model.load(model.map { ($0.name, $0.tensor) })
    do {
      try trainer.optimizer.restore(optimizer.map { ($0.name, $0.tensor) }, stepCount: step)
    } catch {
      try trainer.model.load(previous)
      throw error
    }
  }
}

/// A file that is no checkpoint, or one of another run.
public struct CheckpointError: Error, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is wrong with it.
  public let problem: String

  /// Makes the error.
  public init(path: String, problem: String) { (self.path, self.problem) = (path, problem) }

  /// One line that names the file and the problem.
  public var description: String { "\(path) \(problem)" }
}
