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

  /// Lists a folder.
  ///
  /// Names that begin with a dot and files with other endings are left out. Throws `FileError`, and
  /// ``ImageFolderError`` for a folder without classes, a class without pictures, and a link that
  /// leads out of the folder or to another folder.
  public init(_ path: String) throws {
    let listing = try ImageFolderListing(path)
    self.path = path
    classNames = try listing.classNames()
    var files: [File] = []
    for (label, name) in classNames.enumerated() {
      let found = try listing.pictures(in: name)
      guard !found.isEmpty else {
        throw ImageFolderError("\(path)/\(name)", .noPictures)
      }
      files += found.map { File(name: $0, label: label) }
    }
    self.files = files
  }

  /// Reads all pictures, each resized and cut as ``RasterImage/covering(height:width:)`` does.
  ///
  /// Memory is `height * width * channels` bytes a picture. Throws `FileError` and
  /// ``ImageFileError``; with ``BadFilePolicy/skip`` the latter only when no picture is left.
  /// Traps on sizes that are not positive and on channels other than 1 and 3.
  public func load(
    height: Int, width: Int, channels: Int, pixelLimit: Int = RasterImage.usualPixelLimit,
    onBadFile policy: BadFilePolicy = .stop
  ) throws -> Contents {
    var (pixels, labels, badFiles): ([UInt8], [Int], [ImageFileError]) = ([], [], [])
    for file in files {
      let picture: RasterImage
      do {
        picture = try RasterImage(readingFrom: "\(path)/\(file.name)", pixelLimit: pixelLimit)
      } catch let error as ImageFileError where policy == .skip && error.fault != .noDecoder {
        badFiles.append(error)
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

/// A folder that does not hold pictures by class, told in one line.
public struct ImageFolderError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Fault: Hashable, Sendable {
    /// There is no folder in it.
    case noClasses
    /// There is no PNG or JPEG file in the folder of a class.
    case noPictures
    /// A link leads to something outside the data set.
    case linkOutside
    /// A link leads to a folder, so that the same files might be met twice or for ever.
    case linkToFolder
    /// Neither a file nor a folder.
    case notAFile
  }

  /// The folder or file.
  public let path: String
  /// What is wrong.
  public let fault: Fault

  /// Makes the error for `fault` at `path`.
  public init(_ path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

  /// The path, what is wrong with it and what to do, on one line.
  public var description: String { "\(path): \(explanation)" }

  private var explanation: String {
    switch fault {
    case .noClasses: "no folders in it; put the pictures of each class into a folder of their own"
    case .noPictures: "no PNG or JPEG files in it; add some, or remove the folder"
    case .linkOutside: "a link that leads out of the data set; copy the file instead"
    case .linkToFolder: "a link to a folder; copy the folder instead"
    case .notAFile: "neither a file nor a folder; remove it"
    }
  }
}
