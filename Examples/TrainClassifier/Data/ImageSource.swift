import Foundation
import Gradus
import GradusExampleSupport

/// Where the images of a configuration come from.
struct ImageSource {
  let configuration: TrainingConfiguration

  /// So many skipped files are named one by one.
  static let mostNamed = 20

  /// Reads one part, at the configured size; bad files that are skipped are told to `note`, one by one
  /// and counted.
  ///
  /// With `classes`, a folder must hold these. Throws the data set's errors, which name the file.
  func load(
    _ split: BuiltInDataset.Split, classes: [String]? = nil, note: (String) -> Void = { _ in }
  ) throws -> ImageDataset {
    let images = try loadAny(split, classes, note)
    guard images.count > 0 else {
      throw UserError("\(images.name): there are no \(split.rawValue) images")
    }
    return images
  }

  private func loadAny(
    _ split: BuiltInDataset.Split, _ classes: [String]?, _ note: (String) -> Void
  ) throws -> ImageDataset {
    guard let builtIn = BuiltInDataset(rawValue: configuration.dataset) else {
      return try loadFolder(split, classes, note)
    }
    let images = try builtIn.load(from: configuration.data, split: split)
    let limit = split == .train ? configuration.trainingImages : configuration.testImages
    let chosen = sampled(images, limit)
    let (height, width) = (
      configuration.imageSize ?? images.height, configuration.imageSize ?? images.width
    )
    let channels = configuration.channels ?? images.channels
    try MemoryNeed.check(images: chosen.count, height: height, width: width, channels: channels)
    return chosen.fitted(height: height, width: width, channels: channels)
  }

  private func loadFolder(
    _ split: BuiltInDataset.Split, _ classes: [String]?, _ note: (String) -> Void
  ) throws -> ImageDataset {
    let path = configuration.data ?? ""
    guard RasterImage.canDecode else { throw ImageFileError(path, .noDecoder) }
    let side = configuration.imageSize ?? 1
    let folder = try ImageFolder(
      PictureParts.folder(of: split, in: path), classes: classes,
      onBadFile: ImageFolder.BadFilePolicy(rawValue: configuration.onBadFile) ?? .stop)
    try MemoryNeed.check(
      images: folder.files.count, height: side, width: side,
      channels: configuration.channels ?? 3)
    let contents = try folder.load(
      height: side, width: side, channels: configuration.channels ?? 3,
      appliesOrientation: configuration.orientation == "apply")
    let bad = contents.badFiles
    for error in bad.prefix(Self.mostNamed) { note("skipped \(error)") }
    if !bad.isEmpty {
      note(
        "skipped \(bad.count) bad files of the \(split.rawValue) images in \(path) and read "
          + "\(contents.dataset.count)")
    }
    let limit = split == .train ? configuration.trainingImages : configuration.testImages
    return sampled(contents.dataset, limit)
  }

  private func sampled(_ images: ImageDataset, _ limit: Int?) -> ImageDataset {
    limit.map { images.sample($0, seed: UInt64(configuration.seed)) } ?? images
  }
}
