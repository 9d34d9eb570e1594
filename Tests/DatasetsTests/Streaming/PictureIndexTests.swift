import Foundation
import GradusInterchange
import GradusTestSupport
import Testing

@testable import GradusDatasets

/// Indices of picture folders: kept, checked, and made anew when something has changed.
@Suite struct PictureIndexTests {
  private let folder: TemporaryFolder
  private let file: PictureIndexFile

  init() throws {
    folder = try TemporaryFolder()
    file = PictureIndexFile(folder["indices"])
    for name in ["b/2.jpg", "a/1.png", "a/10.png", "b/deep/0.JPEG"] {
      try write(name, Array(name.utf8))
    }
    settle()
  }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    let path = folder["pictures/\(name)"]
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// An index of what changed in this very moment is not kept.
  private func settle() { usleep(60_000) }

  private func index() throws -> (index: PictureIndex, wasKept: Bool) {
    try file.index(of: folder["pictures"])
  }

  @Test func itIsMadeOnce() throws {
    let (made, wasKept) = try index()
    #expect(!wasKept && made.count == 4 && made.classNames == ["a", "b"])
    #expect(made.labels == [0, 0, 1, 1] && made.byteCounts == [7, 8, 7, 13])
    #expect(made.path(at: 3) == folder["pictures/b/deep/0.JPEG"])
    let (kept, wasKeptThen) = try index()
    #expect(wasKeptThen && kept.fingerprint == made.fingerprint)
    #expect(kept.names == made.names && kept.ends == made.ends && kept.labels == made.labels)
  }

  @Test func whatChangesTheFolderMakesItAnew() throws {
    _ = try index()
    let changes: [() throws -> Void] = [
      { try self.write("a/2.png", [1]) },
      { try FileManager.default.removeItem(atPath: self.folder["pictures/a/1.png"]) },
      {
        try FileManager.default.moveItem(
          atPath: self.folder["pictures/b/2.jpg"], toPath: self.folder["pictures/b/3.jpg"])
      },
      { try self.write("b/deep/1.jpg", [1, 2]) },
      { try self.write("c/1.jpg", [1, 2]) },
    ]
    var last = try index().index.fingerprint
    for change in changes {
      try change()
      settle()
      let (anew, wasKept) = try index()
      #expect(!wasKept && anew.fingerprint != last)
      last = anew.fingerprint
      #expect(try index().wasKept)
    }
  }

  @Test func aDamagedFileIsMadeAnew() throws {
    _ = try index()
    let path = file.path(for: folder["pictures"])
    let whole = try FileContents.read(path)
    for place in stride(from: 0, to: whole.count, by: 7) {
      var damaged = whole
      damaged[place] ^= 0x11
      try Data(damaged).write(to: URL(fileURLWithPath: path))
      #expect(try !index().wasKept, "byte \(place)")
      try Data(whole.prefix(place)).write(to: URL(fileURLWithPath: path))
      #expect(try !index().wasKept, "cut at \(place)")
    }
  }

  @Test func aPictureOfAnotherSizeIsToldWhenItIsRead() throws {
    let made = try index().index
    try write("a/1.png", [1, 2, 3])
    let batches = PictureBatches(
      of: made, batchSize: 1, seed: 0, shuffles: false, view: .middle(side: 4, shorterSide: 4),
      normalization: .imageNet)
    let loader = BatchLoader(batches, from: 0)
    let error = #expect(throws: PictureChange.self) { try loader.next() }
    #expect(error?.listed == 7 && error?.found == 3)
  }

  @Test func subsetsKeepNamesAndLabels() throws {
    let some = try index().index.subset([3, 0])
    #expect(some.labels == [1, 0] && some.path(at: 1) == folder["pictures/a/1.png"])
    let (training, heldOut) = try index().index.holdingOut(share: 0.25, seed: 1)
    #expect(training.count == 3 && heldOut.count == 1)
  }
}
