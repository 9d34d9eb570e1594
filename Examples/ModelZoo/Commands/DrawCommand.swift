import ArgumentParser
import Gradus
import GradusExampleSupport

/// `draw NAME...`: a picture of one network or of several beside each other.
struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw networks, modules within modules; equal ones in a row are drawn once.",
    discussion: """
      draw resnet34 --module layer1.0           one residual block
      draw googlenet-paper --training --depth 1 the auxiliary heads and where they branch off
      draw vgg19 plain34 resnet34-a --layers --unfolded --direction right --labels turned
                                                He et al. 2015, Fig. 3, on one slide
      """)

  /// The language of the drawing.
  enum Format: String, ExpressibleByArgument, CaseIterable { case svg, dot }

  @Argument(help: "The networks; see list.") var names: [String]
  @Option(help: "Draw this module alone, such as layer1.0 or inception3a.") var module: String?
  @Flag(help: "Draw a training run: with dropout and auxiliary heads.") var training = false
  @Option(
    help: "Close modules below this depth, 1 or more; the deepest readable one when not given.")
  var depth: Int?
  @Flag(help: "Draw only convolutions, poolings, fully connected layers and where results meet.")
  var layers = false
  @Flag(help: "Draw every box, also equal ones in a row.") var unfolded = false
  @Option(help: "Where data flow: down or right.") var direction = NetworkGraph.Direction.down
  @Option(help: "Labels of boxes: full, short or turned (narrow boxes, for --direction right).")
  var labels = NetworkGraph.LabelStyle.full
  @Option(help: "svg needs no other program, dot is for Graphviz.") var format = Format.svg
  @Option(name: .shortAndLong, help: "The file; standard output when not given, or -.")
  var output: String?

  func validate() throws {
    guard depth ?? 1 > 0 else { throw ValidationError("--depth must be positive") }
    if format == .dot, names.count > 1 {
      throw ValidationError("--format dot draws one network, not \(names.count)")
    }
  }

  func run() throws {
    let graphs = try names.map { name in
      try DrawnNetwork(
        try SlideName.entry(name), module: module, isTraining: training, depth: depth,
        layersOnly: layers, isFolded: !unfolded)
    }
    for drawn in graphs { if let remark = drawn.remark { StandardError.write(remark) } }
    let title = graphs.map(\.title).joined(separator: ", ")
    let text =
      switch format {
      case .svg:
        NetworkGraph.svg(
          graphs.map(\.graph), identifier: title, title: title, direction: direction,
          labels: labels
        ).standalone
      case .dot: graphs[0].graph.dot(direction: direction)
      }
    try PictureFile(path: output).write(text)
  }
}

extension NetworkGraph.Direction: ExpressibleByArgument {}

extension NetworkGraph.LabelStyle: ExpressibleByArgument {}
