import Foundation
import GradusTestSupport
import Testing

/// Pictures take the place of files alone, and leave their permissions and links as they are.
@Suite struct PictureOutputTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func draw(_ path: String) throws -> BuiltProgram.Ending {
    try BuiltProgram.run("ModelZoo", ["draw", "resnet20-cifar", "--output", path])
  }

  @Test func permissionsAndLinksStay() throws {
    let manager = FileManager.default
    try "old".write(toFile: folder["real"], atomically: false, encoding: .utf8)
    try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder["real"])
    try manager.createSymbolicLink(atPath: folder["link.svg"], withDestinationPath: "real")
    #expect(try draw(folder["link.svg"]).code == 0)
    #expect(try manager.destinationOfSymbolicLink(atPath: folder["link.svg"]) == "real")
    #expect(
      try manager.attributesOfItem(atPath: folder["real"])[.posixPermissions] as? Int == 0o600)
    #expect(try String(contentsOfFile: folder["real"], encoding: .utf8).contains("<svg"))
  }

  @Test func aHyphenIsStandardOutput() throws {
    let plain = try BuiltProgram.run("ModelZoo", ["draw", "resnet20-cifar"], in: folder.path)
    let named = try BuiltProgram.run(
      "ModelZoo", ["draw", "resnet20-cifar", "--output", "-"], in: folder.path)
    #expect(named.code == 0 && named.output == plain.output && named.output.contains("</svg>"))
    let refused = try BuiltProgram.run(
      "ModelZoo", ["convert", "in.pt", "-", "--network", "resnet18"], in: folder.path)
    #expect(refused.code == 2 && refused.errors.count == 1)
    #expect(try folder.names == [])
  }

  @Test func whatIsNoFileIsRefusedInOneLine() throws {
    #expect(mkfifo(folder["pipe.svg"], 0o600) == 0)
    for path in [folder["pipe.svg"], folder["missing/a.svg"], folder.path] {
      let ending = try draw(path)
      #expect(ending.code == 2 && ending.errors.count == 1, "\(ending.errors)")
      #expect(ending.errors.first?.contains(path) == true, "\(ending.errors)")
    }
    #expect(try folder.names == ["pipe.svg"])
  }
}
