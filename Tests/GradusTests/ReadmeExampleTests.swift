import Foundation
import Gradus
import Testing

@Suite struct ReadmeExampleTests {
  private var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  @Test func isTheCodeThatRuns() throws {
    let file = root.appendingPathComponent("Tests/GradusTests/ReadmeExample.swift")
    let code = try String(contentsOf: file, encoding: .utf8)
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(readme.contains("```swift\n" + code + "```"))
  }

  @Test(
    .enabled(
      if: BuiltInDataset.fashionMNIST.defaultDirectory.map(FileManager.default.fileExists) == true))
  func runs() throws {
    try example()
  }
}
