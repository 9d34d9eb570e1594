import Foundation
import GradusTestSupport
import Testing

@testable import GradusInterchange

/// What stays of the file that a new one takes the place of.
@Suite struct ReplacedFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func permissions(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: folder[name])[.posixPermissions] as? Int
  }

  @Test(arguments: [0o600, 0o640, 0o644, 0o666, 0o400])
  func permissionsStay(_ permissions: Int) throws {
    try AtomicFile.write("old", to: folder["a"])
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions], ofItemAtPath: folder["a"])
    try AtomicFile.write("new", to: folder["a"])
    #expect(try self.permissions("a") == permissions)
    #expect(try String(contentsOfFile: folder["a"], encoding: .utf8) == "new")
  }

  /// Links in a row, relative ones and one to nothing yet.
  @Test func linksStay() throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder["inside"], withIntermediateDirectories: false)
    try AtomicFile.write("old", to: folder["inside/real"])
    try manager.createSymbolicLink(atPath: folder["inside/next"], withDestinationPath: "real")
    try manager.createSymbolicLink(atPath: folder["link"], withDestinationPath: "inside/next")
    try manager.createSymbolicLink(
      atPath: folder["dangling"], withDestinationPath: folder["inside/later"])
    try AtomicFile.write("new", to: folder["link"])
    try AtomicFile.write("first", to: folder["dangling"])
    #expect(try manager.destinationOfSymbolicLink(atPath: folder["link"]) == "inside/next")
    #expect(try String(contentsOfFile: folder["inside/real"], encoding: .utf8) == "new")
    #expect(try String(contentsOfFile: folder["inside/later"], encoding: .utf8) == "first")
    #expect(try manager.contentsOfDirectory(atPath: folder["inside"]).count == 3)
  }

  @Test func whatIsNoFileIsRefusedByName() throws {
    let manager = FileManager.default
    #expect(mkfifo(folder["pipe"], 0o600) == 0)
    try manager.createSymbolicLink(atPath: folder["circle"], withDestinationPath: "circle")
    try manager.createSymbolicLink(atPath: folder["device"], withDestinationPath: "/dev/null")
    for name in ["pipe", "circle", "device", ""] {
      let error = #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder[name]) }
      #expect(error?.description.contains(folder[name]) == true, "\(name): \(error as Any)")
    }
    #expect(try manager.destinationOfSymbolicLink(atPath: folder["device"]) == "/dev/null")
    #expect(try manager.contentsOfDirectory(atPath: folder[""]).count == 3)
  }
}
