import Foundation
import GradusLayers
import GradusTensors
import GradusTestSupport
import Testing

@testable import GradusInterchange

/// Archives are read as their directory and their headers both say, or not at all.
@Suite struct ZipArchiveTests {
  private static func archive(
    _ entries: [(String, [UInt8])], deflated: Bool = false, alignment: Int = 1
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = ZipArchiveWriter(path: "x.zip")
    for (name, contents) in entries {
      try writer.add(name, contents, deflated: deflated, alignment: alignment) { bytes += $0 }
    }
    try writer.finish { bytes += $0 }
    return bytes
  }

  private static func problem(_ bytes: [UInt8]) -> String? {
    do {
      let archive = try ZipArchive(bytes: bytes, path: "x.zip")
      for entry in archive.entries { _ = try archive.contents(of: entry) }
      return nil
    } catch {
      #expect(error is FormatError && "\(error)".hasPrefix("x.zip: refused as a zip file"))
      return "\(error)"
    }
  }

  /// The archive of one entry after an edit of its bytes, counted from the start of a record.
  private static func edited(
    _ bytes: [UInt8], local: [Int: UInt8] = [:], central: [Int: UInt8] = [:],
    end: [Int: UInt8] = [:]
  ) throws -> [UInt8] {
    var bytes = bytes
    let signature: [UInt8] = [0x50, 0x4b, 1, 2]
    let start = try #require(
      (0..<bytes.count - 4).first { Array(bytes[$0..<$0 + 4]) == signature })
    for (offset, value) in local { bytes[offset] = value }
    for (offset, value) in central { bytes[start + offset] = value }
    for (offset, value) in end { bytes[bytes.count - 22 + offset] = value }
    return bytes
  }

  @Test(arguments: [false, true]) func whatIsPackedComesBack(deflated: Bool) throws {
    let stream = RandomStream(seed: 1, name: "zip")
    let noise = (0..<700_000).map { UInt8(truncatingIfNeeded: stream.integer($0, below: 256)) }
    let entries = [
      ("a", []), ("b/c", Array("text".utf8)), ("noise", noise),
      ("zeros", [UInt8](repeating: 0, count: 900_000)),
    ]
    for alignment in [1, 64] {
      let bytes = try Self.archive(entries, deflated: deflated, alignment: alignment)
      let archive = try ZipArchive(bytes: bytes, path: "x")
      #expect(archive.entries.map(\.name) == entries.map(\.0))
      for (entry, (_, contents)) in zip(archive.entries, entries) {
        #expect(try archive.contents(of: entry) == contents)
        if alignment == 64 { #expect(entry.range.lowerBound % 64 == 0) }
      }
    }
    #expect(Self.problem(try Self.archive([])) == nil)
  }

  /// Python's own zip module reads it, where there is Python.
  @Test func pythonReadsIt() throws {
    let python = "/usr/bin/python3"
    guard FileManager.default.isExecutableFile(atPath: python) else { return }
    let folder = try TemporaryFolder()
    for deflated in [false, true] {
      let entries = [("a", []), ("é/b", [UInt8](repeating: 7, count: 1000))]
      let bytes = try Self.archive(entries, deflated: deflated, alignment: 64)
      try AtomicFile.write(bytes, to: folder["x.zip"])
      let process = Process()
      process.executableURL = URL(fileURLWithPath: python)
      process.arguments = ["-m", "zipfile", "-t", folder["x.zip"]]
      let output = Pipe()
      process.standardOutput = output
      process.standardError = output
      try process.run()
      process.waitUntilExit()
      let text = String(
        decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(process.terminationStatus == 0 && text.contains("Done"), "\(text)")
    }
  }

  @Test(arguments: [
    "../a", "a/../../b", "/etc/passwd", "C:/a", "C:", "a\\b", "..", ".", "a//b", "a/", "./a", "a\0",
    "a/../\u{301}b", "/\u{301}etc", "a\\\u{301}b", "a/\u{301}/..", "x\n", "x\u{1b}[2J",
    "x\u{202e}y",
  ]) func refusesNamesThatLeadElsewhere(name: String) throws {
    #expect(throws: FormatError.self) { try Self.archive([(name, [])]) }
    // The writer refuses too, so the name is put into a good archive of the same length.
    let good = try Self.archive([(String(repeating: "x", count: name.utf8.count), [1, 2])])
    var (local, central): ([Int: UInt8], [Int: UInt8]) = ([:], [:])
    for (index, byte) in name.utf8.enumerated() {
      local[30 + index] = byte
      central[46 + index] = byte
    }
    let problem = Self.problem(try Self.edited(good, local: local, central: central))
    let quoted = name.debugDescription.onOneLine()
    #expect(problem?.contains("name \(quoted) of an entry is refused") == true)
  }

  @Test func namesAreAsLongAsTheFormatAllows() throws {
    let longest = String(repeating: "x", count: 65_535)
    #expect(Self.problem(try Self.archive([(longest, [1])])) == nil)
    #expect(throws: FormatError.self) { try Self.archive([(longest + "x", [1])]) }
  }

  @Test func refusesLinksFoldersAndEncryption() throws {
    let good = try Self.archive([("a", [1, 2, 3])])
    #expect(Self.problem(good) == nil)
    func central(_ edits: [Int: UInt8]) throws -> String? {
      Self.problem(try Self.edited(good, central: edits))
    }
    #expect(try central([41: 0xa1])?.contains("\"a\" is a symbolic link") == true)
    #expect(try central([41: 0x41])?.contains("\"a\" is not a regular file") == true)
    #expect(try central([41: 0x81]) == nil)
    #expect(try central([8: 1])?.contains("encrypted") == true)
    #expect(try central([9: 0x28])?.contains("unknown flags") == true)
    #expect(try central([10: 12])?.contains("method 12") == true)
    #expect(try central([34: 1])?.contains("several files") == true)
    #expect(try central([32: 1])?.contains("\"a\" has a comment") == true)
  }

  @Test func refusesHeadersThatDisagree() throws {
    let good = try Self.archive([("a", [1, 2, 3])], deflated: true)
    for (field, offset) in [
      ("flags", 7), ("method", 8), ("checksum", 14), ("size", 18), ("size", 22),
    ] {
      let value: UInt8 = field == "flags" ? 0 : field == "method" ? 0 : 99
      let problem = Self.problem(try Self.edited(good, local: [offset: value]))
      #expect(problem?.contains("differ in \(field)") == true, "\(field): \(problem ?? "accepted")")
    }
    #expect(Self.problem(try Self.edited(good, local: [30: 98]))?.contains("in name") == true)
    #expect(Self.problem(try Self.edited(good, end: [8: 2, 10: 2])) != nil)
    #expect(Self.problem(good + [0]) != nil)
    #expect(Self.problem([0] + good) != nil)
  }

  @Test func refusesDuplicatesOverlapsAndHoles() throws {
    let two = try Self.archive([("a", [1, 2, 3]), ("b", [4, 5])])
    // The second name becomes the first, in both places.
    let second = 30 + 1 + 3
    let directory = second + 30 + 1 + 2
    var bytes = two
    bytes[second + 30] = UInt8(ascii: "a")
    bytes[directory + 47 + 46] = UInt8(ascii: "a")
    #expect(Self.problem(bytes)?.contains("two entries are called \"a\"") == true)
    // The second entry points at the first one's header.
    bytes = two
    bytes[directory + 47 + 42] = 0
    #expect(Self.problem(bytes)?.contains("overlap") == true)
    // The first entry claims to be longer.
    bytes = two
    for offset in [18, 22, directory + 20, directory + 24] { bytes[offset] = 4 }
    #expect(Self.problem(bytes)?.contains("overlap") == true)
    // The directory begins one byte later.
    bytes = Array(two[..<directory]) + [0] + two[directory...]
    bytes[bytes.count - 6] += 1
    #expect(Self.problem(bytes)?.contains("unused bytes") == true)
  }

  @Test func refusesBombs() throws {
    let good = try Self.archive([("a", [UInt8](repeating: 0, count: 1_000_000))], deflated: true)
    #expect(Self.problem(good) == nil && good.count < 2_000)
    func claiming(_ size: UInt32) throws -> String? {
      var (local, central): ([Int: UInt8], [Int: UInt8]) = ([:], [:])
      for index in 0..<4 {
        local[22 + index] = UInt8(truncatingIfNeeded: size >> (8 * UInt32(index)))
        central[24 + index] = local[22 + index]
      }
      return Self.problem(try Self.edited(good, local: local, central: central))
    }
    #expect(try claiming(2_000_000)?.contains("impossible") == true)
    #expect(try claiming(1_000_001)?.contains("damaged") == true)
    #expect(try claiming(999_999)?.contains("damaged") == true)
    #expect(RawDeflate.inflated([], 0..<0, expected: 0) == nil)
  }

  @Test func refusesArchivesThatExpandBeyondTheLimit() throws {
    // Five times a gibibyte, claimed and never expanded; no part of the file is large.
    var bytes: [UInt8] = []
    var writer = ZipArchiveWriter(path: "x")
    let filler = [UInt8](repeating: 0, count: 1_050_000)
    for index in 0..<5 { try writer.add("e\(index)", filler) { bytes += $0 } }
    try writer.finish { bytes += $0 }
    let start = 5 * (32 + filler.count)
    for entry in 0..<5 {
      let local = entry * (32 + filler.count)
      let central = start + entry * 48
      for (record, method, size) in [(local, 8, 22), (central, 10, 24)] {
        bytes[record + method] = 8
        bytes[record + size + 3] = 0x40
        for index in 0..<3 { bytes[record + size + index] = 0 }
      }
    }
    let archive = try ZipArchive(bytes: bytes, path: "x")
    #expect(archive.largestExpansion < 1 << 30)
    let error = #expect(throws: FormatError.self) {
      try archive.requireExpansion(of: archive.entries)
    }
    #expect(try #require(error).description.contains("are allowed"))
    try archive.requireExpansion(of: [])
  }
}
