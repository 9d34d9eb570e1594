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
  /// Beginnings that are taken off, one after the other, where all names of the file have them and none
  /// is the model's own; by default those of PyTorch's wrappers: `module.` of `DataParallel` and of
  /// averaged models, `_orig_mod.` of `torch.compile`, and `model.` and `net.`, an attribute of a
  /// module for training.
  public var prefixes: [String]
  /// How the file's names, without prefixes, become the model's; the same by default.
  public var names: NameMap
  /// Beginnings of names of the file that are left out, as a head that the model has not.
  public var ignored: [String]
  /// The entry of the file's dictionary that holds the weights; nil for the usual one.
  public var key: String?
  /// The order of elements; nil for that of the source: a state dictionary in memory and a checkpoint
  /// have this library's, other files PyTorch's.
  public var layout: StateDictionary.Layout?

  /// Makes options; the defaults take a file that fits exactly.
  public init(
    completeness: Completeness = .everything, prefixes: [String] = LoadOptions.wrappers,
    names: NameMap = .identity, ignored: [String] = [], key: String? = nil,
    layout: StateDictionary.Layout? = nil
  ) {
    self.completeness = completeness
    self.prefixes = prefixes
    self.names = names
    (self.ignored, self.key) = (ignored, key)
    self.layout = layout
  }

  /// What PyTorch's wrappers put before every name.
  public static let wrappers = ["module.", "_orig_mod.", "model.", "net."]

  /// All must match.
  public static let everything = LoadOptions()

  /// What matches is loaded.
  public static let partial = LoadOptions(completeness: .partial)
}
