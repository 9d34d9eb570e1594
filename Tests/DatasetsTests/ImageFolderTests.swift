import Foundation
import GradusDatasets
import GradusInterchange
import Testing

/// Order, links and bad files of image folders.
@Suite struct ImageFolderTests {
  /// A folder of 4x4 grey pictures that goes away with the value; each picture is of one brightness.
  private final class Sample {
    let path = NSTemporaryDirectory() + "gradus-" + UUID().uuidString

    init(_ pictures: [(name: String, brightness: UInt8)]) throws {
      for (name, brightness) in pictures {
        let picture = RasterImage(
          height: 4, width: 4, channels: 1, pixels: .init(repeating: brightness, count: 16))
        try add(name, picture.pngFile())
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func add(_ name: String, _ bytes: [UInt8]) throws {
      let file = "\(path)/\(name)"
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(fileURLWithPath: file))
    }
  }

  @Test func namesComeInTheOrderOfTheirBytes() throws {
    let sample = try Sample([
      ("b/10.png", 1), ("b/9.png", 2), ("a/x.PNG", 3), ("B/é.jpg", 4), ("B/z.jpeg", 5),
      ("é/1.png", 6), ("b/deep/0.png", 7), ("b/.hidden.png", 8), ("b/notes.txt", 9),
    ])
    let folder = try ImageFolder(sample.path)
    #expect(folder.classNames == ["B", "a", "b", "é"])
    #expect(
      folder.files.map(\.name) == [
        "B/z.jpeg", "B/é.jpg", "a/x.PNG", "b/10.png", "b/9.png", "b/deep/0.png", "é/1.png",
      ])
    #expect(folder.files.map(\.label) == [0, 0, 1, 2, 2, 2, 3])
  }

  @Test func linksThatLeadOutAreRefused() throws {
    let sample = try Sample([("a/1.png", 1)])
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: sample.path + "/a/2.png", withDestinationPath: "1.png")
    #expect(try ImageFolder(sample.path).files.map(\.name) == ["a/1.png", "a/2.png"])
    try manager.createSymbolicLink(
      atPath: sample.path + "/a/3.png", withDestinationPath: PictureFiles.path("grey.png"))
    let outside = #expect(throws: ImageFolderError.self) { try ImageFolder(sample.path) }
    #expect(outside?.fault == .linkOutside && outside?.path.hasSuffix("a/3.png") == true)
    try manager.removeItem(atPath: sample.path + "/a/3.png")
    try manager.createSymbolicLink(atPath: sample.path + "/a/loop", withDestinationPath: "../a")
    #expect(throws: ImageFolderError.self) { try ImageFolder(sample.path) }
  }

  @Test func foldersWithoutPicturesAreNamed() throws {
    let sample = try Sample([("a/1.png", 1)])
    try sample.add("b/readme.txt", [1])
    let error = #expect(throws: ImageFolderError.self) { try ImageFolder(sample.path) }
    #expect(error?.description.hasPrefix("\(sample.path)/b: no PNG or JPEG files") == true)
    #expect(throws: ImageFolderError.self) { try ImageFolder(sample.path + "/a") }
    #expect(throws: FileError.self) { try ImageFolder(sample.path + "/none") }
  }

  #if Images
    @Test func picturesAreReadInOrder() throws {
      let sample = try Sample([("a/1.png", 51), ("b/0.png", 102), ("a/0.png", 204)])
      let contents = try ImageFolder(sample.path).load(height: 2, width: 3, channels: 3)
      #expect(contents.badFiles.isEmpty && contents.dataset.classNames == ["a", "b"])
      #expect(contents.dataset.labels == [0, 0, 1])
      #expect(contents.dataset.imageShape.dimensions == [2, 3, 3])
      let values = contents.dataset.images(at: [0, 1, 2]).scalars
      for (image, brightness) in [0.8, 0.2, 0.4].enumerated() {
        for value in values[image * 18..<(image + 1) * 18] {
          #expect(abs(value - brightness) < 1e-6)
        }
      }
    }

    @Test func badFilesStopOrAreCounted() throws {
      let sample = try Sample([("a/1.png", 51), ("b/0.png", 102)])
      try sample.add("a/0.png", Array("no picture".utf8))
      let folder = try ImageFolder(sample.path)
      let error = #expect(throws: ImageFileError.self) {
        try folder.load(height: 2, width: 2, channels: 1)
      }
      #expect(error?.path == "\(sample.path)/a/0.png")
      let contents = try folder.load(height: 2, width: 2, channels: 1, onBadFile: .skip)
      #expect(contents.badFiles.map(\.path) == ["\(sample.path)/a/0.png"])
      #expect(contents.dataset.labels == [0, 1])
    }
  #else
    @Test func aBuildWithoutDecodersRefuses() throws {
      let sample = try Sample([("a/1.png", 51)])
      let error = #expect(throws: ImageFileError.self) {
        try ImageFolder(sample.path).load(height: 2, width: 2, channels: 1, onBadFile: .skip)
      }
      #expect(error?.fault == .noDecoder)
    }
  #endif
}
