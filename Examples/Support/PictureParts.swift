import Foundation
import Gradus

/// The parts of a folder of pictures: train/CLASS, and test/CLASS or val/CLASS.
package enum PictureParts {
  /// The folder of one part; throws `UserError` where there is none.
  package static func folder(of split: BuiltInDataset.Split, in path: String) throws -> String {
    let names = split == .train ? ["train"] : ["test", "val"]
    guard
      let found = names.map({ "\(path)/\($0)" })
        .first(where: { FileManager.default.fileExists(atPath: $0) })
    else {
      throw UserError(
        "\(path): no folder \(names.joined(separator: " or ")) in it; put the pictures into "
          + "train/CLASS and test/CLASS")
    }
    return found
  }
}
