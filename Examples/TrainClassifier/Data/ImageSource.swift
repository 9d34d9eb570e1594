import Foundation
import Gradus

/// Where the images of a configuration come from.
struct ImageSource {
  let configuration: TrainingConfiguration

  /// Reads one part, at the configured size; bad files that are skipped are told to `note`.
  ///
  /// Throws the data set's errors, which name the file.
  func load(
    _ split: BuiltInDataset.Split, note: (String) -> Void = { _ in }
  ) throws -> ImageDataset {
    guard let builtIn = BuiltInDataset(rawValue: configuration.dataset) else {
      return try loadFolder(split, note: note)
    }
    let images = try builtIn.load(from: configuration.data, split: split)
    let limit = split == .train ? configuration.trainingImages : configuration.testImages
    return sampled(images, limit).fitted(
      height: configuration.imageSize ?? images.height,
      width: configuration.imageSize ?? images.width,
      channels: configuration.channels ?? images.channels)
  }

  private func loadFolder(
    _ split: BuiltInDataset.Split, note: (String) -> Void
  ) throws -> ImageDataset {
    let path = configuration.data ?? ""
    guard RasterImage.canDecode else { throw ImageFileError(path, .noDecoder) }
    let side = configuration.imageSize ?? 1
    let contents = try ImageFolder(folder(split, in: path)).load(
      height: side, width: side, channels: configuration.channels ?? 3,
      onBadFile: ImageFolder.BadFilePolicy(rawValue: configuration.onBadFile) ?? .stop)
    if let first = contents.badFiles.first {
      note("skipped \(contents.badFiles.count) bad files of \(path); the first is \(first)")
    }
    let limit = split == .train ? configuration.trainingImages : configuration.testImages
    return sampled(contents.dataset, limit)
  }

  private func folder(_ split: BuiltInDataset.Split, in path: String) throws -> String {
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

  private func sampled(_ images: ImageDataset, _ limit: Int?) -> ImageDataset {
    limit.map { images.sample($0, seed: UInt64(configuration.seed)) } ?? images
  }
}
