import Foundation
import Testing

@testable import ModelZoo

/// `Docs/Zoo.md` holds the table that the catalog gives.
@Suite struct ZooPageTests {
  @Test func pageHoldsTheCatalogsTable() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appendingPathComponent("Docs/Zoo.md"), encoding: .utf8)
    #expect(
      page.contains(CatalogTable.markdown),
      "replace the table by the output of: swift run ModelZoo list --markdown")
  }

  @Test func everyFileOfTheTableExists() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let links = CatalogTable.markdown.split(separator: "](../").dropFirst()
      .map { $0.prefix { $0 != ")" } }
    #expect(!links.isEmpty)
    for link in Set(links) {
      #expect(FileManager.default.fileExists(atPath: "\(root)/\(link)"), "\(link)")
    }
  }
}
