import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `costs [NAME ...]`: parameters, arithmetic and memory under a convention.
struct CostsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "costs",
    abstract: "Print what networks cost, each number with its unit.",
    discussion: "Conventions:\n"
      + CostConvention.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

  @Argument(help: "The networks; all when none is given.") var names: [String] = []
  @Option(help: "How to count; all conventions for a single network, else lecture.")
  var convention: String?
  @Option(help: "Images in the training batch of the strict convention's memory.") var batch = 32
  @Flag(help: "Print exact counts as JSON, without auxiliary heads.") var json = false

  func validate() throws {
    guard (2...65536).contains(batch) else {
      throw ValidationError("--batch must be between 2 and 65536, not \(batch)")
    }
    if let convention, CostConvention.named(convention) == nil {
      let known = CostConvention.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no convention \"\(convention)\"; there are \(known)")
    }
    if json, convention != nil {
      throw ValidationError("--json prints exact counts, which know no --convention")
    }
  }

  func run() throws {
    let entries = names.isEmpty ? Catalog.all : try names.map { try SlideName.entry($0) }
    if json { return print(try CostRecord.json(entries)) }
    if entries.count == 1, convention == nil {
      return print(CostTable.conventions(entries[0], batch: batch), terminator: "")
    }
    let chosen = CostConvention.named(convention ?? "lecture")!
    print(CostTable.networks(entries, chosen, batch: batch), terminator: "")
  }
}

/// The exact counts of a network, as `costs --json` prints them.
struct CostRecord: Codable {
  let name: String
  /// The shape of the image, `[n, c, h, w]` as in a parity record.
  let input: [Int]
  let parameters: Int
  let parametersWithAuxiliary: Int
  let multiplyAdds: Int
  let convolutionOutputElements: Int

  init(_ measured: MeasuredEntry) {
    let size = measured.entry.inputSize
    name = measured.entry.name
    input = [1, size.channels, size.height, size.width]
    parameters = measured.costs.parameters
    parametersWithAuxiliary = measured.costs.parametersWithAuxiliary
    multiplyAdds = measured.costs.multiplyAdds
    convolutionOutputElements = measured.costs.convolutionOutputElements
  }

  static func json(_ entries: [CatalogEntry]) throws -> String {
    try entries.map { CostRecord(MeasuredEntry($0)) }.json(indented: true)
  }
}
