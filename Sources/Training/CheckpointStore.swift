import Foundation

/// Where the checkpoints of a run go.
public protocol CheckpointStore: Sendable {
  /// Keeps a checkpoint, in one step; throws `FileError`.
  func save(_ checkpoint: Checkpoint) throws
  /// The latest checkpoint that can be read, and the errors of later ones that cannot; nil when
  /// there is none.
  ///
  /// Throws `FileError`, and the first error when none of them can be read.
  func latest() throws -> (checkpoint: Checkpoint, damaged: [any Error])?
}

/// One file in which each checkpoint replaces the one before.
public struct CheckpointFile: CheckpointStore {
  /// The file.
  public let path: String

  /// Names a file; nothing is touched yet.
  public init(_ path: String) { self.path = path }

  /// Replaces the file in one step; throws `FileError`.
  public func save(_ checkpoint: Checkpoint) throws { try checkpoint.write(to: path) }

  /// The checkpoint in the file, nil where there is no file; throws as
  /// `Checkpoint(readingFrom:)` does.
  public func latest() throws -> (checkpoint: Checkpoint, damaged: [any Error])? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return (try Checkpoint(readingFrom: path), [])
  }
}
