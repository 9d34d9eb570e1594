import Foundation
import GradusDatasets

/// The images of a study as they are typed: `mnist`, `cifar10:/data/cifar`, `folder:flowers`, `noise`.
struct DatasetChoice: Hashable, Sendable {
  /// Pictures in a folder for each class.
  static let pictures = "folder"
  /// Random pixels with random labels, in which there is nothing to find.
  static let noise = "noise"
  /// Everything that can be named.
  static let names = BuiltInDataset.allCases.map(\.rawValue) + [pictures, noise]

  /// One of ``names``.
  let name: String
  /// The folder that was named with it.
  let path: String?

  /// Reads `NAME` or `NAME:DIR`; nil for another name, an empty folder, and noise from a folder.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    path = parts.count == 2 ? String(parts[1]) : nil
    guard Self.names.contains(name), path != "", name != Self.noise || path == nil else {
      return nil
    }
  }

  /// The folder of its files: the one named with it, or one of its name in `data`.
  func folder(in data: String?) -> String? {
    if let path { return path }
    let own = data.map { "\($0)/\(name)" }
    return own.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
  }
}
