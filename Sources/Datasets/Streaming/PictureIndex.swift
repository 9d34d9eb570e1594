import Foundation
import GradusInterchange

/// The pictures of a folder, named and labelled but not read: what can be trained on without holding it in
/// memory.
///
/// A picture takes some forty bytes of memory, so that ImageNet's 1.28 million take 50 MB.
public struct PictureIndex: Sendable {
  /// The folder.
  public let path: String
  /// What each class is called.
  public let classNames: [String]
  /// The class of each picture, in `0..<classNames.count`.
  public let labels: [Int32]
  /// What was left out when the folder was listed; empty when the index was read from a file.
  public let badEntries: [ImageFileError]
  /// Sixteen hexadecimal digits that change with any name, size in bytes, label or class name, and with the
  /// order.
  public let fingerprint: String

  /// The names, one after another, and where each ends.
  let names: [UInt8]
  let ends: [Int]
  /// The size of each file, in bytes.
  let byteCounts: [Int]

  /// The number of pictures.
  public var count: Int { labels.count }

  /// The path of the picture at a position; traps outside `0..<count`.
  public func path(at index: Int) -> String {
    "\(path)/\(String(decoding: name(at: index), as: UTF8.self))"
  }

  /// Makes an index of pictures: their names in the folder, one after another, where each ends, the classes
  /// and the sizes in bytes.
  init(
    path: String, classNames: [String], names: [UInt8], ends: [Int], labels: [Int32],
    byteCounts: [Int], badEntries: [ImageFileError] = []
  ) {
    (self.path, self.classNames, self.badEntries) = (path, classNames, badEntries)
    (self.names, self.ends, self.labels, self.byteCounts) = (names, ends, labels, byteCounts)
    var (contents, meaning) = (Checksum(), Checksum())
    contents.update(names[...])
    meaning.update(Array("\(classNames)".utf8)[...])
    var numbers: [UInt8] = []
    numbers.reserveCapacity(24 * labels.count)
    for place in labels.indices {
      for number in [ends[place], Int(labels[place]), byteCounts[place]] {
        for shift in stride(from: 0, to: 64, by: 8) {
          numbers.append(UInt8(truncatingIfNeeded: number >> shift))
        }
      }
    }
    meaning.update(numbers[...])
    fingerprint = contents.hexadecimal + meaning.hexadecimal
  }

  /// Makes an index of pictures by their names in a folder, labels and sizes in bytes.
  init(
    path: String, classNames: [String],
    pictures: some Sequence<(name: String, label: Int, byteCount: Int)>,
    badEntries: [ImageFileError] = []
  ) {
    var (names, ends, labels, byteCounts): ([UInt8], [Int], [Int32], [Int]) = ([], [], [], [])
    for picture in pictures {
      names += picture.name.utf8
      ends.append(names.count)
      labels.append(Int32(picture.label))
      byteCounts.append(picture.byteCount)
    }
    self.init(
      path: path, classNames: classNames, names: names, ends: ends, labels: labels,
      byteCounts: byteCounts, badEntries: badEntries)
  }

  /// Lists a folder with a folder of PNG and JPEG files for each class, as ``ImageFolder`` does.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - classes: the folders of the classes, in the order of the labels; those there are, by name.
  ///   - titles: what classes are called, by the names of their folders; their own names.
  ///   - policy: what to do with what is no picture.
  public init(
    listing path: String, classes: [String]? = nil, titles: [String: String] = [:],
    onBadFile policy: ImageFolder.BadFilePolicy = .stop
  ) throws {
    try self.init(ImageFolder(path, classes: classes, onBadFile: policy), titles: titles)
  }

  /// The pictures of a folder that was listed.
  init(_ folder: ImageFolder, titles: [String: String]) throws {
    let pictures = try folder.files.map { file in
      (name: file.name, label: file.label, byteCount: try Self.byteCount(folder.path, file.name))
    }
    self.init(
      path: folder.path, classNames: folder.classNames.map { titles[$0] ?? $0 },
      pictures: pictures, badEntries: folder.badEntries)
  }

  /// The size of a file, in bytes; throws `FileError`.
  static func byteCount(_ folder: String, _ name: some StringProtocol) throws -> Int {
    var status = stat()
    let path = "\(folder)/\(name)"
    guard stat(path, &status) == 0 else { throw FileError(.read, path, code: errno) }
    return Int(status.st_size)
  }

  /// The name of a picture in the folder, as bytes.
  func name(at index: Int) -> ArraySlice<UInt8> {
    names[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The pictures at the given positions, in that order; traps on a position outside `0..<count`.
  public func subset(_ indices: [Int]) -> PictureIndex {
    PictureIndex(
      path: path, classNames: classNames,
      pictures: indices.lazy.map { index in
        (
          String(decoding: name(at: index), as: UTF8.self), Int(labels[index]), byteCounts[index]
        )
      }, badEntries: badEntries)
  }
}
