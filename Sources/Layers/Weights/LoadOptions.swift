import GradusTensors

/// What a model accepts of a file of weights.
public struct LoadOptions: Sendable {
  /// How much of the model and the file must match.
  public enum Completeness: Sendable, Hashable {
    /// Every name and every shape, or nothing is loaded.
    case everything
    /// What matches is loaded, the rest is in the report; at least one name must match.
    case partial
  }

  /// How the elements of filters and matrices are ordered in the file.
  public enum Layout: Sendable, Hashable {
    /// PyTorch's: filters `[out, in, kh, kw]`, matrices `[out, in]`.
    case pyTorch
    /// As in memory here and in checkpoints: filters `[kh, kw, in, out]`, matrices `[in, out]`.
    case native
  }

  /// How much must match; everything by default.
  public var completeness: Completeness
  /// Beginnings that are taken off where all names of the file have them; by default `module.`,
  /// which PyTorch's `DataParallel` puts before every name.
  public var prefixes: [String]
  /// How the file's names, without prefixes, become the model's; the same by default.
  public var names: NameMap
  /// The order of elements; PyTorch's by default.
  public var layout: Layout

  /// Makes options; the defaults take a file that fits exactly.
  public init(
    completeness: Completeness = .everything, prefixes: [String] = ["module."],
    names: NameMap = .identity, layout: Layout = .pyTorch
  ) {
    self.completeness = completeness
    self.prefixes = prefixes
    self.names = names
    self.layout = layout
  }

  /// All must match, in PyTorch's names and layout.
  public static let everything = LoadOptions()

  /// What matches is loaded.
  public static let partial = LoadOptions(completeness: .partial)
}
