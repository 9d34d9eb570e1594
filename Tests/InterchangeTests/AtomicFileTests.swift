import Foundation
import GradusTestSupport
import Testing

@testable import GradusInterchange

@Suite struct AtomicFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func foundation(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func replacesTheContentsAndLeavesNothingElse() throws {
    for size in [0, 1, 3_000_000, 17] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 + size) }
      try AtomicFile.write(bytes, to: folder["a"])
      #expect(try foundation(folder["a"]) == bytes)
      #expect(try FileContents.read(folder["a"]) == bytes)
      #expect(try folder.names == ["a"])
    }
    try AtomicFile.write("a line\n", to: folder["a"])
    #expect(try foundation(folder["a"]) == Array("a line\n".utf8))
  }

  @Test func overwritesInPlaceWhileStreaming() throws {
    try AtomicFile.write(to: folder["a"]) { file in
      try file.write(Array("0123456789".utf8))
      try file.overwrite(Array("AB".utf8), at: 3)
      try file.write(Array("xyz".utf8))
    }
    #expect(try foundation(folder["a"]) == Array("012AB56789xyz".utf8))
  }

  @Test func keepsTheOldFileWhenTheBodyThrows() throws {
    struct Stop: Error {}
    try AtomicFile.write("old", to: folder["a"])
    #expect(throws: Stop.self) {
      try AtomicFile.write(to: folder["a"]) { file in
        try file.write([1, 2, 3])
        throw Stop()
      }
    }
    #expect(try foundation(folder["a"]) == Array("old".utf8))
    #expect(try folder.names == ["a"])
  }

  /// A limit on file sizes stands in for a full disk: the system first takes a part of the bytes,
  /// then refuses the rest.
  @Test func keepsTheOldFileWhenTheDiskTakesOnlyPart() async throws {
    let path = folder["a"]
    try AtomicFile.write("old", to: path)
    await #expect(processExitsWith: .exitCode(27)) { [path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      do {
        try AtomicFile.write([UInt8](repeating: 7, count: 300_000), to: path)
      } catch let error as FileError {
        exit(error.code)
      }
    }
    #expect(EFBIG == 27)
    #expect(try foundation(path) == Array("old".utf8))
    #expect(try folder.names == ["a"])
  }

  @Test func saysThatTheDiskIsFull() throws {
    var file = try OutputFile(appendingTo: "/dev/full")
    let error = try #require(throws: FileError.self) { try file.write([1]) }
    #expect(error.code == ENOSPC)
    #expect(
      error.description
        == "cannot write /dev/full: No space left on device; free some space there, or choose "
        + "another disk")
  }

  @Test(arguments: [
    ("/dev/null/x", ENOTDIR), ("/dev/null", EINVAL), ("/dev/full", EINVAL), ("/", EISDIR),
    ("", ENOENT), ("..", EISDIR), ("missing-folder/x", ENOENT),
    ("/proc/no-such-file", ENOENT), (String(repeating: "x", count: 300), ENAMETOOLONG),
  ])
  func refusesImpossiblePaths(path: String, code: Int32) throws {
    let error = try #require(throws: FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(error.code == code)
    #expect(error.path == path)
    #expect(path.isEmpty || error.description.contains(path))
    #expect(!error.description.contains("\n"))
  }

  @Test(arguments: [
    ("/dev/null/x", ENOTDIR), ("/dev/zero", EINVAL), ("/", EISDIR), ("", ENOENT),
    ("missing-folder/x", ENOENT),
  ])
  func refusesToReadImpossiblePaths(path: String, code: Int32) throws {
    let error = try #require(throws: FileError.self) { try FileContents.read(path) }
    #expect(error.code == code)
  }

  @Test func refusesToReadMoreThanMemoryHolds() throws {
    try AtomicFile.write("x", to: folder["sparse"])
    try #require(truncate(folder["sparse"], 1 << 43) == 0)
    let error = try #require(throws: FileError.self) { try FileContents.read(folder["sparse"]) }
    #expect(error.code == ENOMEM)
  }

  @Test func removesWhatDeadProcessesLeftOnly() throws {
    let dead = Process()
    dead.executableURL = URL(fileURLWithPath: "/bin/true")
    try dead.run()
    dead.waitUntilExit()
    let (here, gone) = (AtomicFile.place, dead.processIdentifier)
    let kept = [
      ".a.tmp-\(here)-\(getppid())-1", ".a.tmp-\(here)-x-1", ".a.tmp-\(here)-0-1",
      ".a.tmp-\(here)-99999999999999999999-1", "a.tmp-\(here)-\(gone)-1", "model",
      // Another host's, whose processes nobody here knows.
      ".a.tmp-\(here == "00000000" ? "00000001" : "00000000")-\(gone)-1",
    ]
    let stale = [".a.b.tmp-\(here)-\(gone)-12", ".model.tmp-\(here)-\(getpid())-999999999"]
    for name in kept + stale {
      try Data([1]).write(to: URL(fileURLWithPath: folder[name]))
    }
    try AtomicFile.write(to: folder["new"]) { _ in
      let removed = try AtomicFile.removeStaleTemporaries(in: folder.path)
      #expect(removed == stale.sorted())
    }
    #expect(try folder.names == (kept + ["new"]).sorted())
    #expect(throws: FileError.self) {
      try AtomicFile.removeStaleTemporaries(in: folder["missing"])
    }
  }

  @Test func concurrentWritersLeaveOneWholeFile() async throws {
    let path = folder["a"]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for _ in 0..<20 {
            try AtomicFile.write([UInt8](repeating: UInt8(writer), count: 10_000), to: path)
            let seen = try FileContents.read(path)
            #expect(seen.count == 10_000 && Set(seen).count == 1)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try folder.names == ["a"])
  }

  /// Kills a process at random moments while it replaces a file over and over.
  @Test func killedWritersLeaveAWholeFile() async throws {
    let path = folder["a"]
    for _ in 0..<8 {
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        Thread.detachNewThread {
          Thread.sleep(forTimeInterval: .random(in: 0.001..<0.05))
          kill(getpid(), SIGKILL)
        }
        while true {
          let bytes = [UInt8](repeating: .random(in: 1...255), count: 1_000_000)
          try AtomicFile.write(bytes, to: path)
        }
      }
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let contents = try foundation(path)
      #expect(contents.count == 1_000_000 && Set(contents).count == 1)
    }
    try AtomicFile.removeStaleTemporaries(in: folder.path)
    #expect(try folder.names.filter { $0 != "a" } == [])
  }
}
