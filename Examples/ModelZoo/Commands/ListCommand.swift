import ArgumentParser
import Gradus

/// `list`: the catalog.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the networks with paper, parameters and multiply-adds.")

  @Flag(help: .hidden) var markdown = false

  func run() throws {
    if markdown { return print(CatalogTable.markdown, terminator: "") }
    print(CatalogTable.text, terminator: "")
  }
}

/// The catalog as a table.
enum CatalogTable {
  /// For a terminal.
  static var text: String {
    var table = TextTable(["name", "paper", "input", "parameters", "GMAC"], left: [0, 1])
    table.rows = Catalog.all.map { entry in
      [
        entry.name, entry.paper, "\(entry.inputSize.height)", entry.parameters.grouped,
        gigas(entry.multiplyAdds),
      ]
    }
    return table.text
  }

  /// For `Docs/Zoo.md`.
  static var markdown: String {
    var table = TextTable(
      [
        "name", "paper", "file", "input", "parameters", "with auxiliary heads", "multiply-adds",
        "published error, top-1 / top-5 %",
      ], left: [0, 1, 2, 7])
    table.rows = Catalog.all.map { entry in
      let file = file(of: entry)
      let size = entry.inputSize
      return [
        "`\(entry.name)`", "\(entry.paper) (\(entry.year))",
        "[\(file)](../Sources/Zoo/\(file))",
        "\(size.height)x\(size.width)x\(size.channels)", entry.parameters.grouped,
        entry.parametersWithAuxiliary == entry.parameters
          ? "" : entry.parametersWithAuxiliary.grouped,
        entry.multiplyAdds?.grouped ?? "",
        entry.publishedErrors.map(describe).joined(separator: "; "),
      ]
    }
    return table.markdown
  }

  private static func file(of entry: CatalogEntry) -> String {
    let type = "\(type(of: entry.make(entry.classes, entry.inputSize.channels)))"
    return (entry.file ?? type) + ".swift"
  }

  /// `24.01 / 7.02 (fb.resnet.torch, 1 crop)`.
  static func describe(_ error: PublishedError) -> String {
    let rates = [error.top1, error.top5].map { NumberText.short($0, digits: 5) }
      .map { $0 == "n/a" ? "–" : $0 }
    return "\(rates[0]) / \(rates[1]) (\(error.source), \(error.evaluation))"
  }

  static func gigas(_ count: Int?) -> String {
    count.map { NumberText.fixed(Double($0) / 1e9, decimals: 3) } ?? "–"
  }
}
