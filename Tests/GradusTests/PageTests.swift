import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What the pages in Docs show is there and whole.
@Suite struct PageTests {
  private static let docs = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Docs")

  private static func files(_ ending: String) -> [URL] {
    let all = FileManager.default.enumerator(at: docs, includingPropertiesForKeys: nil)
    return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == ending }
      .sorted { $0.path < $1.path }
  }

  @Test func picturesAreWellFormed() {
    let pictures = Self.files("svg")
    #expect(pictures.count > 10)
    for picture in pictures {
      let parser = XMLParser(contentsOf: picture)
      #expect(
        parser?.parse() == true,
        "\(picture.lastPathComponent): \(String(describing: parser?.parserError))")
    }
  }

  @Test func picturesThatPagesNameAreThere() throws {
    for page in Self.files("md") {
      let text = try String(contentsOf: page, encoding: .utf8)
      for match in text.matches(of: /!\[[^\]]*\]\(([^)]+)\)/) where !match.1.contains("://") {
        let picture = page.deletingLastPathComponent().appending(path: String(match.1))
        #expect(
          FileManager.default.fileExists(atPath: picture.path),
          "\(page.lastPathComponent) shows \(match.1), which is not there")
      }
    }
  }
}
