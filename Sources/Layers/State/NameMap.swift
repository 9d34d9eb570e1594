/// How the names in a file of weights become the model's.
///
///     let map = NameMap { $0 == "linear.weight" ? "fc.weight" : $0 }
///     try model.load(from: path, LoadOptions(names: map))
public struct NameMap: Sendable {
  private let rename: @Sendable (String) -> String

  /// Makes a map from a function of the file's name to the model's.
  public init(_ rename: @escaping @Sendable (String) -> String) { self.rename = rename }

  /// Makes a map that replaces beginnings: `["linear.": "fc."]`. The longest that fits counts.
  public init(prefixes: [String: String]) {
    let ordered = prefixes.sorted { ($0.key.count, $0.key) > ($1.key.count, $1.key) }
    self.init { name in
      guard let (old, new) = ordered.first(where: { name.hasPrefix($0.key) }) else { return name }
      return new + name.dropFirst(old.count)
    }
  }

  /// The model's name for the file's `name`.
  public func callAsFunction(_ name: String) -> String { rename(name) }

  /// Names stay as they are.
  public static let identity = NameMap { $0 }

  /// DenseNets that torchvision published before PyTorch 0.4, where `norm.1.weight` stands for
  /// `norm1.weight` inside dense layers.
  public static let earlyDenseNet = NameMap { name in
    guard let match = name.wholeMatch(of: /(.*denselayer\d+\.(?:norm|relu|conv))\.([12]\..*)/)
    else { return name }
    return "\(match.1)\(match.2)"
  }

  /// Names whose parts begin with underscores, as those of EfficientNet-PyTorch, without them:
  /// `_blocks.0._bn1.weight` is `blocks.0.bn1.weight`.
  public static let withoutLeadingUnderscores = NameMap { name in
    name.split(separator: ".", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("_") ? String($0.drop { $0 == "_" }) : String($0) }
      .joined(separator: ".")
  }

  /// The maps that have a name, for the command line.
  public static let named: [String: NameMap] = [
    "identity": .identity, "early-densenet": .earlyDenseNet,
    "efficientnet-pytorch": .withoutLeadingUnderscores,
  ]
}
