import Foundation
import GradusInterchange
import GradusTensors

/// The checkpoints of a run: the last few steps', and the best.
public struct CheckpointFolder: CheckpointStore {
  /// The folder.
  public let path: String
  /// How many steps' checkpoints are kept.
  public let count: Int

  private static let prefix = "step-"
  private static let suffix = ".safetensors"

  /// Uses an existing folder; traps unless at least one checkpoint is kept.
  public init(_ path: String, keeping count: Int) {
    precondition(count >= 1, "at least 1 checkpoint must be kept, not \(count)")
    (self.path, self.count) = (path, count)
  }

  /// Where the best checkpoint is.
  public var bestPath: String { path + "/best" + Self.suffix }

  /// Saves the checkpoint of a step, then removes those of the earliest steps beyond `count`.
  ///
  /// Throws `FileError`.
  public func save(_ checkpoint: Checkpoint) throws {
    try checkpoint.write(to: path(ofStep: checkpoint.step))
    for step in try steps().dropLast(count) { unlink(path(ofStep: step)) }
  }

  /// Saves the best checkpoint; throws `FileError`.
  public func saveBest(_ checkpoint: Checkpoint) throws { try checkpoint.write(to: bestPath) }

  /// The steps that have a checkpoint, ascending; throws `FileError`.
  public func steps() throws -> [Int] {
    try FileContents.names(in: path).compactMap { name in
      guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
      let digits = name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)
      return digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
    }.sorted()
  }

  /// The latest checkpoint that can be read, and the errors of later ones that cannot; nil when
  /// there is no checkpoint.
  ///
  /// Throws `FileError`, and the first error when none of them can be read.
  public func latest() throws -> (checkpoint: Checkpoint, damaged: [any Error])? {
    var damaged: [any Error] = []
    for step in try steps().reversed() {
      do {
        return (try Checkpoint(readingFrom: path(ofStep: step)), damaged)
      } catch {
        damaged.append(error)
      }
    }
    if let first = damaged.first { throw first }
    return nil
  }

  /// Where the checkpoint of a step is.
  public func path(ofStep step: Int) -> String {
    let digits = String(step)
    let zeros = String(repeating: "0", count: max(0, 8 - digits.count))
    return "\(path)/\(Self.prefix)\(zeros)\(digits)\(Self.suffix)"
  }
}
