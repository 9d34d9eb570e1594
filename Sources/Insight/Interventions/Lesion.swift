import GradusAutodiff
import GradusLayers
import GradusTensors

/// A part of a network that can be deleted for one run.
public struct Lesion {
  /// What is left in the part's place.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// The shortcut of a residual block: its branch gives zero.
    case residualBlock
    /// The identity: a module without shortcut whose result has its input's shape.
    case layers
  }

  /// The path of the block or module.
  public let path: String
  /// What is left in its place.
  public let kind: Kind
  /// Whether the part's result has its input's shape; false for a residual block that downsamples.
  public let keepsShape: Bool
  /// The weighted layers that are deleted.
  public let weightedLayers: Int

  let apply: (Tape) -> Void

  /// Makes the deletion part of a run: the tape computes without the part, and the model is not
  /// changed. Do this before the forward run.
  public func delete(on tape: Tape) { apply(tape) }
}
