import Foundation
import GradusInterchange

/// A folder with one folder of PNG and JPEG files for each class, torchvision's `ImageFolder`.
///
///     let folder = try ImageFolder("flowers/train")
///     let flowers = try folder.load(height: 64, width: 64, channels: 3)
///
/// Classes and files come in the order of their names' bytes, whatever the locale and the disk.
public struct ImageFolder: Sendable {
  /// A picture of the folder.
  public struct File: Sendable, Hashable {
    /// Where it is, from the folder: `daisy/0001.jpg`.
    public let name: String
    /// The class, in `0..<classNames.count`.
    public let label: Int
  }

  /// What to do with a file that cannot be decoded.
  public enum BadFilePolicy: String, Sendable, CaseIterable {
    /// Throw its error.
    case stop
    /// Leave it out and count it.
    case skip
  }

  /// A folder read into memory.
  public struct Contents: Sendable {
    /// The pictures that could be read.
    public let dataset: ImageDataset
    /// Why each of the others could not, in the order of the files.
    public let badFiles: [ImageFileError]
  }

  /// The folder.
  public let path: String
  /// What each class is called: its folder's name.
  public let classNames: [String]
  /// All files that end in `.png`, `.jpg` or `.jpeg`, class by class.
  public let files: [File]
  /// What to do with those that are no pictures.
  public let badFilePolicy: BadFilePolicy
  /// What cannot be a picture, found by listing alone: dangling links, pipes, names that are no text.
  let badEntries: [ImageFileError]
  /// The folders that were looked into, as paths from this one, which is "".
  let folders: Set<String>

  /// Lists a folder.
  ///
  /// Names that begin with a dot and files with other endings are left out. With `classes` the folders
  /// must be these, and their labels are. Throws `FileError` for a folder that cannot be listed and
  /// ``ImageFolderError`` for a folder without classes or with others, and for a class without pictures;
  /// ``ImageFileError`` for what is neither a picture nor a folder, unless that is skipped.
  public init(
    _ path: String, classes: [String]? = nil, onBadFile policy: BadFilePolicy = .stop
  ) throws {
    var listing = try ImageFolderListing(path, policy)
    self.path = path
    badFilePolicy = policy
    let found = try listing.classNames()
    let names = classes ?? found
    guard Set(names) == Set(found) else {
      throw ImageFolderError(
        path,
        .otherClasses(
          missing: names.filter { !found.contains($0) },
          unknown: found.filter { !names.contains($0) }))
    }
    classNames = names
    var files: [File] = []
    for (label, name) in classNames.enumerated() {
      let found = try listing.pictures(in: name)
      guard !found.isEmpty else {
        throw ImageFolderError("\(path)/\(name)", .noPictures)
      }
      files += found.map { File(name: $0, label: label) }
    }
    self.files = files
    (badEntries, folders) = (listing.badEntries, listing.folders)
  }

  /// Reads all pictures, each resized and cut as ``RasterImage/covering(height:width:interpolation:)`` does.
  ///
  /// Memory is `height * width * channels` bytes a picture. Throws `FileError` and
  /// ``ImageFileError``; where bad files are skipped only when no picture is left.
  /// Traps on sizes that are not positive and on channels other than 1 and 3.
  public func load(
    height: Int, width: Int, channels: Int, pixelLimit: Int = RasterImage.usualPixelLimit,
    appliesOrientation: Bool = false
  ) throws -> Contents {
    var (pixels, labels, badFiles): ([UInt8], [Int], [ImageFileError]) = ([], [], badEntries)
    for file in files {
      let name = "\(path)/\(file.name)"
      let picture: RasterImage
      do {
        picture = try RasterImage(
          readingFrom: name, pixelLimit: pixelLimit, appliesOrientation: appliesOrientation)
      } catch let error as ImageFileError
        where badFilePolicy == .skip && error.fault != .noDecoder
      {
        badFiles.append(error)
        continue
      } catch let error as FileError where badFilePolicy == .skip {
        badFiles.append(ImageFileError(name, .unreadable(error.problem)))
        continue
      }
      pixels +=
        picture.converted(toChannels: channels).covering(height: height, width: width)
        .pixels
      labels.append(file.label)
    }
    if let first = badFiles.first, labels.isEmpty { throw first }
    let dataset = ImageDataset(
      name: path, pixels: pixels, height: height, width: width, channels: channels,
      labels: labels, classNames: classNames)
    return Contents(dataset: dataset, badFiles: badFiles)
  }
}
