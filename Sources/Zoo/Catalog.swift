import GradusLayers

/// Every network of the zoo by name, with its constructor and what was published about it.
///
///     let entry = try Catalog.entry(named: "resnet50")
///     let model = entry.make(10, 3)      // ten classes, RGB images
public enum Catalog {
  /// All networks, family by family, in the order of the lecture's eras.
  public static let all: [CatalogEntry] = [
    earlyNets, googLeNets, resNets, resNetDescendants, cifarResNets, cifarResNetsPaddedOnBothSides,
    pyTorchCIFAR, denseNets, mobileNets, shuffleNets, searchedNets, efficientNetLites,
    laterInceptions,
  ].flatMap { $0 }

  /// The network with a name; throws `CatalogError` that suggests the nearest one.
  public static func entry(named name: String) throws -> CatalogEntry {
    if let entry = all.first(where: { $0.name == name }) { return entry }
    throw CatalogError(name: name, nearest: EditDistance.nearest(to: name, among: all.map(\.name)))
  }
}

/// A name that is not in the catalog.
public struct CatalogError: Error, Sendable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String
  /// The catalog's name with the fewest different letters.
  public let nearest: String?

  /// One line with the nearest name.
  public var description: String {
    "there is no network named \(name.debugDescription) in the zoo"
      + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
  }
}
