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
    let outside = #expect(throws: ImageFileError.self) { try ImageFolder(sample.path) }
    #expect(outside?.fault == .linkOutside && outside?.path.hasSuffix("a/3.png") == true)
    try manager.removeItem(atPath: sample.path + "/a/3.png")
    try manager.createSymbolicLink(atPath: sample.path + "/a/loop", withDestinationPath: "../a")
    #expect(throws: ImageFileError.self) { try ImageFolder(sample.path) }
  }

  @Test func foldersWithoutPicturesAreNamed() throws {
    let sample = try Sample([("a/1.png", 1)])
    try sample.add("b/readme.txt", [1])
    let error = #expect(throws: ImageFolderError.self) { try ImageFolder(sample.path) }
    #expect(error?.description.hasPrefix("\(sample.path)/b: no PNG or JPEG files") == true)
    #expect(throws: ImageFolderError.self) { try ImageFolder(sample.path + "/a") }
    #expect(throws: FileError.self) { try ImageFolder(sample.path + "/none") }
  }

  @Test func classesAreThoseThatWereAskedFor() throws {
    let sample = try Sample([("a/1.png", 1), ("c/1.png", 2)])
    #expect(try ImageFolder(sample.path, classes: ["c", "a"]).files.map(\.label) == [0, 1])
    let error = #expect(throws: ImageFolderError.self) {
      try ImageFolder(sample.path, classes: ["a", "b"])
    }
    #expect(error?.fault == .otherClasses(missing: ["b"], unknown: ["c"]))
    #expect(
      error?.description.hasSuffix(
        "no folder for the class b, and a folder of no known class "
          + "c; each part of a data set needs the same folders") == true)
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
      let contents = try ImageFolder(sample.path, onBadFile: .skip)
        .load(height: 2, width: 2, channels: 1)
      #expect(contents.badFiles.map(\.path) == ["\(sample.path)/a/0.png"])
      #expect(contents.dataset.labels == [0, 1])
    }

    /// Everything that a folder can hold instead of a picture, each stops a run or is skipped.
    @Test(arguments: ["no text", "dangling", "outside", "pipe", "unreadable", "link to folder"])
    func whatIsNoPictureStopsOrIsCounted(_ kind: String) throws {
      let sample = try Sample([("a/1.png", 51), ("b/0.png", 102)])
      let (manager, place) = (FileManager.default, sample.path + "/a/2.png")
      switch kind {
      case "no text": #expect(open(sample.path + "/a/", bytes: [0x32, 0xff, 0x2e, 0x70]))
      case "dangling":
        try manager.createSymbolicLink(atPath: place, withDestinationPath: "none.png")
      case "outside":
        try manager.createSymbolicLink(
          atPath: place, withDestinationPath: PictureFiles.path("grey.png"))
      case "pipe": #expect(mkfifo(place, 0o600) == 0)
      case "link to folder":
        try manager.createSymbolicLink(atPath: place, withDestinationPath: "../b")
      default:
        // The superuser reads what is forbidden to others, but nobody reads a link to itself.
        try manager.createSymbolicLink(atPath: place, withDestinationPath: "2.png")
      }
      #expect(throws: (any Error).self) {
        _ = try ImageFolder(sample.path).load(height: 2, width: 2, channels: 1)
      }
      let contents = try ImageFolder(sample.path, onBadFile: .skip)
        .load(height: 2, width: 2, channels: 1)
      #expect(contents.badFiles.count == 1 && contents.badFiles[0].path.contains("/a/2"))
      #expect(contents.dataset.labels == [0, 1])
    }

    /// Makes an empty file whose name need not be text.
    private func open(_ folder: String, bytes: [UInt8]) -> Bool {
      let path = Array(folder.utf8) + bytes + [0]
      let descriptor = path.withUnsafeBytes {
        creat($0.bindMemory(to: CChar.self).baseAddress!, 0o600)
      }
      defer { close(descriptor) }
      return descriptor >= 0
    }
  #else
    @Test func aBuildWithoutDecodersRefuses() throws {
      let sample = try Sample([("a/1.png", 51)])
      let error = #expect(throws: ImageFileError.self) {
        try ImageFolder(sample.path, onBadFile: .skip).load(height: 2, width: 2, channels: 1)
      }
      #expect(error?.fault == .noDecoder)
    }
  #endif
}
