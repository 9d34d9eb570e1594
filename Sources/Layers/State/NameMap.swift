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

  /// Flax's names: without the collections `params` and `batch_stats`; `kernel` and `scale` are `weight`,
  /// `mean` and `var` running statistics.
  public static let flax = NameMap { name in
    var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let collection = parts[0]
    if collection == "params" || collection == "batch_stats" { parts.removeFirst() }
    guard let last = parts.last else { return name }
    let leaves =
      collection == "batch_stats"
      ? ["mean": "running_mean", "var": "running_var"] : ["kernel": "weight", "scale": "weight"]
    parts[parts.count - 1] = leaves[last] ?? last
    return parts.joined(separator: ".")
  }

  /// SqueezeNet 1.1 under its authors' names, `fire2/squeeze1x1` and `conv10`, which files of Caffe's time
  /// have; with the parts torchvision has.
  public static let squeezeNet11Caffe = NameMap { name in
    let places = [3, 4, 6, 7, 9, 10, 11, 12]
    if let match = name.wholeMatch(of: /fire([2-9])[\/.](squeeze|expand)([13]x[13])\.(\w+)/),
      let fire = Int(match.1)
    {
      let layer = match.2 == "squeeze" ? "squeeze" : "expand\(match.3)"
      return "features.\(places[fire - 2]).\(layer).\(match.4)"
    }
    if name.hasPrefix("conv1.") { return "features.0.\(name.dropFirst(6))" }
    if name.hasPrefix("conv10.") { return "classifier.1.\(name.dropFirst(7))" }
    return name
  }

  /// The maps that have a name, for the command line.
  public static let named: [String: NameMap] = [
    "identity": .identity, "early-densenet": .earlyDenseNet,
    "efficientnet-pytorch": .withoutLeadingUnderscores, "flax": .flax,
    "squeezenet1_1-caffe": .squeezeNet11Caffe,
  ]
}
