import GradusTensors

/// What a model accepts of named tensors, of a file or from memory.
public struct LoadOptions: Sendable {
  /// How much of the model and the file must match.
  public enum Completeness: Sendable, Hashable {
    /// Every name and every shape, or nothing is loaded.
    case everything
    /// What matches is loaded, the rest is in the report; at least one name must match.
    case partial
  }

  /// How much must match; everything by default.
  public var completeness: Completeness
  /// Beginnings that are taken off where all names of the file have them and not all of the model's
  /// have; by default `module.`, which PyTorch's `DataParallel` puts before every name.
  public var prefixes: [String]
  /// How the file's names, without prefixes, become the model's; the same by default.
  public var names: NameMap
  /// The order of elements; nil for that of the source: a state dictionary in memory and a checkpoint
  /// have this library's, other files PyTorch's.
  public var layout: StateDictionary.Layout?

  /// Makes options; the defaults take a file that fits exactly.
  public init(
    completeness: Completeness = .everything, prefixes: [String] = ["module."],
    names: NameMap = .identity, layout: StateDictionary.Layout? = nil
  ) {
    self.completeness = completeness
    self.prefixes = prefixes
    self.names = names
    self.layout = layout
  }

  /// All must match.
  public static let everything = LoadOptions()

  /// What matches is loaded.
  public static let partial = LoadOptions(completeness: .partial)
}
