import ArgumentParser
import Gradus

/// `draw NAME`: a picture of a network.
struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw a network, modules within modules; equal ones in a row are drawn once.")

  /// The language of the drawing.
  enum Format: String, ExpressibleByArgument, CaseIterable { case svg, dot }

  @Argument(help: "The network; see list.") var name: String
  @Option(help: "svg needs no other program, dot is for Graphviz.") var format = Format.svg
  @Option(name: .shortAndLong, help: "The file; standard output when not given.")
  var output: String?

  func run() throws {
    let entry = try Catalog.entry(named: name)
    let graph = Self.graph(of: entry)
    let text =
      switch format {
      case .svg: graph.svg(identifier: entry.name, title: entry.name).standalone
      case .dot: graph.dot
      }
    try PictureFile(path: output).write(text)
  }

  /// The graph of a network on one image of the published size.
  static func graph(of entry: CatalogEntry) -> NetworkGraph {
    let model = entry.make(entry.classes, entry.inputSize.channels)
    return NetworkGraph(of: model, title: entry.name, input: entry.inputShape(batch: 1)) {
      model($0).logits
    }
  }
}
