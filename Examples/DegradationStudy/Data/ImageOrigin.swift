import Gradus
import GradusExampleSupport

/// Where the images of a study come from.
enum ImageOrigin {
  /// A data set that the library knows, in its folder or where Debian has it.
  case known(BuiltInDataset, folder: String?)
  /// Pictures in train/CLASS and test/CLASS, made colour squares of ``side`` pixels.
  case pictures(folder: String)
  /// Noise: as many images as the study uses.
  case noise(training: Int, test: Int)

  /// The side of pictures from a folder: that of CIFAR's.
  static let side = 32

  /// The origin that a configuration names; throws `UserError` for a name that there is not.
  init(_ configuration: StudyConfiguration) throws {
    switch configuration.dataset {
    case DatasetChoice.pictures:
      self = .pictures(folder: configuration.data ?? "")
    case DatasetChoice.noise:
      let scale = configuration.scale
      self = .noise(
        training: max(scale.trainImages, configuration.batchSize),
        test: max(scale.testImages, configuration.testImages))
    default:
      guard let source = BuiltInDataset(rawValue: configuration.dataset) else {
        throw UserError("unknown data set \(configuration.dataset)")
      }
      self = .known(source, folder: configuration.data)
    }
  }

  /// The folder that the files are in; empty for noise.
  var folder: String {
    switch self {
    case .known(let source, let folder): folder ?? source.defaultDirectory ?? ""
    case .pictures(let folder): folder
    case .noise: ""
    }
  }

  /// Reads or makes one part; with `classes`, a folder must hold these. Throws with the file's name.
  func load(_ split: BuiltInDataset.Split, classes: [String]? = nil) throws -> ImageDataset {
    switch self {
    case .known(let source, let folder): return try source.load(from: folder, split: split)
    case .noise(let training, let test):
      return NoiseImages.dataset(split, count: split == .train ? training : test)
    case .pictures(let path):
      let part = try PictureParts.folder(of: split, in: path)
      guard RasterImage.canDecode else { throw ImageFileError(part, .noDecoder) }
      let folder = try ImageFolder(part, classes: classes)
      try MemoryNeed.check(
        images: folder.files.count, height: Self.side, width: Self.side, channels: 3)
      let images = try folder.load(height: Self.side, width: Self.side, channels: 3).dataset
      // They come class by class, and the study takes the first so many.
      return images.subset(
        RandomStream(seed: 0, name: "order of pictures").permutation(images.count))
    }
  }
}
