import Foundation
import GradusZoo

/// The networks that costly tests run; all of them if `GRADUS_ALL_NETWORKS` is set.
enum SampledNetworks {
  /// The networks of up to so many parameters, and the smallest one of each paper if that is wanted.
  static func upTo(_ parameters: Int, ofEachPaper: Bool = false) -> [CatalogEntry] {
    let all = Catalog.all
    if ProcessInfo.processInfo.environment["GRADUS_ALL_NETWORKS"] != nil { return all }
    let smallest = Dictionary(grouping: all, by: \.paper).values.compactMap { entries in
      entries.min { $0.parametersWithAuxiliary < $1.parametersWithAuxiliary }?.name
    }
    return all.filter {
      $0.parametersWithAuxiliary <= parameters || ofEachPaper && smallest.contains($0.name)
    }
  }
}
