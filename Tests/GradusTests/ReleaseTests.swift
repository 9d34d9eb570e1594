import Foundation
import Gradus
import Testing

/// The release that a program reports is the one that the release files describe.
@Suite struct ReleaseTests {
  private func text(_ name: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func isASemanticVersion() {
    #expect(GradusVersion.current.wholeMatch(of: /\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?/) != nil)
  }

  @Test func isTheFirstOfTheChangeLog() throws {
    let first = try #require(text("CHANGELOG.md").firstMatch(of: /(?m)^## \[(.+?)\]/))
    #expect(String(first.1) == GradusVersion.current)
  }

  @Test func isTheOneToCite() throws {
    let cited = try #require(text("CITATION.cff").firstMatch(of: /(?m)^version: "?([^"\n]+)"?$/))
    #expect(String(cited.1) == GradusVersion.current)
  }

  @Test func isTheOneInTheInstructions() throws {
    let asked = try #require(text("README.md").firstMatch(of: /from: "(.+?)"/))
    #expect(String(asked.1) == GradusVersion.current)
  }
}
