/// Every network of the zoo by name, with its constructor and what was published about it.
///
///     let entry = try Catalog.entry(named: "resnet50")
///     let model = entry.make(10, 3)      // ten classes, RGB images
public enum Catalog {
  /// All networks, family by family.
  public static let all: [CatalogEntry] = classicFamilies + efficientFamilies

  /// The network with a name; throws `CatalogError` that suggests the nearest one.
  public static func entry(named name: String) throws -> CatalogEntry {
    if let entry = all.first(where: { $0.name == name }) { return entry }
    throw CatalogError(name: name, nearest: nearestName(to: name))
  }

  private static func nearestName(to name: String) -> String? {
    let wanted = Array(name.lowercased())
    return all.map(\.name).min {
      editDistance(wanted, Array($0)) < editDistance(wanted, Array($1))
    }
  }

  /// How many insertions, deletions and replacements turn one word into another (Levenshtein 1966).
  private static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var previous = Array(0...b.count)
    for (row, character) in a.enumerated() {
      var current = [row + 1]
      for (column, other) in b.enumerated() {
        let replaced = previous[column] + (character == other ? 0 : 1)
        current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[b.count]
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
    "there is no network named \"\(name)\" in the zoo"
      + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
  }
}
