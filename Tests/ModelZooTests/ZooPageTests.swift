import Foundation
import Gradus
import Testing

@testable import ModelZoo

/// `Docs/Zoo.md` and its pictures are what the catalog gives.
@Suite struct ZooPageTests {
  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test func pageHoldsTheCatalogsTable() throws {
    // The comparison stands outside, so that a failure does not print the page.
    let isCurrent = try text("Docs/Zoo.md").contains(CatalogTable.markdown)
    #expect(isCurrent, "replace the table by the output of: swift run ModelZoo list --markdown")
  }

  @Test func everyFileOfTheTableExists() throws {
    let links = CatalogTable.markdown.split(separator: "](../").dropFirst()
      .map { $0.prefix { $0 != ")" } }
    #expect(links.count == Catalog.all.count)
    for link in Set(links) {
      #expect(FileManager.default.fileExists(atPath: "\(root.path)/\(link)"), "\(link)")
    }
  }

  @Test(arguments: ["resnet18", "googlenet-paper"]) func drawingsAreCurrent(_ name: String) throws {
    let entry = try Catalog.entry(named: name)
    let picture = try DrawnNetwork(entry).graph.svg(identifier: name, title: name).standalone
    let isCurrent = try text("Docs/Zoo/\(name).svg") == picture
    #expect(isCurrent, "swift run ModelZoo draw \(name) --output Docs/Zoo/\(name).svg")
  }

  @Test func plotIsCurrent() throws {
    let isCurrent = try text("Docs/Zoo/eras.svg") == EraPlot.svg.standalone
    #expect(isCurrent, "swift run ModelZoo plot eras --output Docs/Zoo/eras.svg")
  }
}
