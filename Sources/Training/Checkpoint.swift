import Foundation
import GradusInterchange
import GradusLayers
import GradusTensors

/// A training run on disk: weights, buffers, their average where one is kept, the optimiser's state
/// and the step, in one checksummed safetensors file.
///
/// Saving writes a temporary file, syncs it, renames it over the old one and syncs the folder, so
/// that whatever happens there is one whole checkpoint.
public struct Checkpoint: Sendable {
  /// Steps taken.
  public let step: Int
  /// The fingerprint of the data that the run learns from; nil when it was not said.
  public let data: String?
  /// What else the run wants to remember, by name.
  public let notes: [String: String]
  /// Weights and buffers under the names of the state dictionary.
  public let weights: StateDictionary
  /// Their running average; nil when the run keeps none.
  public let averagedWeights: StateDictionary?
  /// The file it was read from, as the caller named it; nil for one that was made of a run.
  public let path: String?
  /// Updates of the average.
  private let averageUpdates: Int
  private let optimizerState: StateDictionary

  private static let ownKeys = Set(CheckpointFormat.Key.allCases.map(\.rawValue))

  /// Records a run as it is: its model, and what else it has.
  ///
  /// Traps when `notes` use the names `format`, `step`, `average-updates` or `data`, which are the
  /// checkpoint's own.
  public init(
    of model: any Module, _ optimizer: (any Optimizer)? = nil,
    average: ExponentialMovingAverage? = nil, step: Int, data: String? = nil,
    notes: [String: String] = [:]
  ) {
    precondition(
      Self.ownKeys.isDisjoint(with: notes.keys),
      "checkpoint: the notes must not use the names \(Self.ownKeys.sorted())")
    (self.step, self.data, self.notes, path) = (step, data, notes, nil)
    weights = model.stateDictionary
    averagedWeights = average?.state
    averageUpdates = average?.updateCount ?? 0
    optimizerState = optimizer?.state ?? [:]
  }

  /// Reads a checkpoint; throws `SafetensorsError` or `FileError` for a damaged file and
  /// `CheckpointError` for a file that is something else.
  public init(readingFrom path: String) throws {
    try self.init(SafetensorsFile.read(path, verifyingChecksum: true), path: path)
  }

  /// Reads a checkpoint's bytes; `path` is what errors call them. Throws `SafetensorsError` and
  /// `CheckpointError`.
  public init(bytes: [UInt8], path: String) throws {
    try self.init(
      SafetensorsFile(bytes: bytes, path: path, verifyingChecksum: true), path: path)
  }

  private init(_ file: SafetensorsFile, path: String) throws {
    func entry(_ key: CheckpointFormat.Key) -> String? { file.metadata[key.rawValue] }
    func part(_ part: CheckpointFormat.Part) -> StateDictionary {
      file.tensors.stripping(part.prefix)
    }
    guard entry(.format) == CheckpointFormat.identifier,
      let step = entry(.step).flatMap(Int.init), (0..<1 << 53).contains(step)
    else {
      throw CheckpointError(
        path: path,
        problem:
          "is not a checkpoint of version \(CheckpointFormat.version); it may be plain weights")
    }
    self.step = step
    self.path = path
    data = entry(.data)
    notes = file.metadata.filter { !Self.ownKeys.contains($0.key) }
    weights = part(.model)
    optimizerState = part(.optimizer)
    guard let updates = entry(.averageUpdates) else {
      (averagedWeights, averageUpdates) = (nil, 0)
      return
    }
    guard let count = Int(updates), (0...step).contains(count) else {
      throw CheckpointError(
        path: path,
        problem: "says that an average had \(updates.onOneLine()) updates in \(step) steps")
    }
    (averagedWeights, averageUpdates) = (part(.average), count)
  }

  /// Writes the checkpoint, replacing an older one in one step; throws `FileError`.
  public func write(to path: String) throws {
    var metadata = notes
    metadata[CheckpointFormat.Key.format.rawValue] = CheckpointFormat.identifier
    metadata[CheckpointFormat.Key.step.rawValue] = "\(step)"
    metadata[CheckpointFormat.Key.data.rawValue] = data
    if averagedWeights != nil {
      metadata[CheckpointFormat.Key.averageUpdates.rawValue] = "\(averageUpdates)"
    }
    let file = SafetensorsFile(
      metadata: metadata,
      tensors: weights.prefixed(CheckpointFormat.Part.model.prefix)
        + optimizerState.prefixed(CheckpointFormat.Part.optimizer.prefix)
        + (averagedWeights ?? [:]).prefixed(CheckpointFormat.Part.average.prefix))
    try file.write(to: path, checksummed: true)
  }

  /// Puts a run into the recorded state.
  ///
  /// Throws `StateMismatch`, and changes nothing, when it belongs to another model or optimiser, or
  /// when only one of the two has an optimiser or keeps an average. If it was read from a file, that
  /// is the cause of a `CheckpointError` that names it.
  public func restore(
    _ model: any Module, _ optimizer: (any Optimizer)? = nil,
    average: ExponentialMovingAverage? = nil
  ) throws {
    do {
      try replaceState(of: model, optimizer, average)
    } catch {
      guard let path else { throw error }
      // What is to be done is another thing for a run than for weights alone.
      let reason = (error as? StateMismatch)?.reason ?? "\(error)"
      throw CheckpointError(
        path: path,
        problem:
          "does not fit this run: \(reason); use the model, optimiser and average that it was "
          + "saved with",
        cause: error)
    }
  }

  private func replaceState(
    of model: any Module, _ optimizer: (any Optimizer)?, _ average: ExponentialMovingAverage?
  ) throws {
    if (average == nil) != (averagedWeights == nil) {
      throw StateMismatch(
        (averagedWeights ?? [:]).matched(against: average?.state ?? [:]).report, of: .average,
        problem: averagedWeights == nil
          ? "the checkpoint has no average of the weights and the run keeps one"
          : "the checkpoint has an average of the weights and the run keeps none")
    }
    if optimizer == nil, !optimizerState.isEmpty {
      throw StateMismatch(
        optimizerState.matched(against: [:]).report, of: .optimizer,
        problem: "the checkpoint has the state of an optimiser and the run has none")
    }
    let weightsBefore = model.stateDictionary
    let (stateBefore, countBefore) = (optimizer?.state ?? [:], optimizer?.stepCount ?? 0)
    try model.load(weights)
    do {
      try optimizer?.restore(optimizerState, stepCount: step)
      try average?.restore(averagedWeights ?? [:], updateCount: averageUpdates)
    } catch {
      try model.load(weightsBefore)
      try optimizer?.restore(stateBefore, stepCount: countBefore)
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
  /// The error of the model, optimiser or average that it does not fit; nil for a file that is no
  /// checkpoint.
  public let cause: (any Error)?

  /// Makes the error.
  public init(path: String, problem: String, cause: (any Error)? = nil) {
    (self.path, self.problem, self.cause) = (path, problem, cause)
  }

  /// One line that names the file and the problem.
  public var description: String { "\(path) \(problem)" }
}
