import ArgumentParser
import Gradus

/// `plot winners`, `plot layers NET...`, `plot eras`.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Plot the lecture's charts.",
    discussion: """
      plot winners                    the challenge's winners by year, with error and depth
      plot layers alexnet-paper vgg16 memory, parameters and multiply-adds layer by layer
      plot eras                       accuracy against multiply-adds, by the lecture's eras
      """)

  /// What to plot.
  enum Subject: String, ExpressibleByArgument, CaseIterable { case winners, layers, eras }

  @Argument(help: "winners, layers or eras.") var subject: Subject
  @Argument(help: "The networks of layers; AlexNet and VGG-16 when none is given.")
  var names: [String] = []
  @Option(name: .shortAndLong, help: "The file; standard output when not given, or -.")
  var output: String?

  func validate() throws {
    if subject != .layers, !names.isEmpty {
      throw ValidationError("plot \(subject.rawValue) takes no networks")
    }
    if names.count > 4 { throw ValidationError("plot layers takes four networks at most") }
  }

  func run() throws {
    let picture =
      switch subject {
      case .winners: WinnersPlot.svg
      case .layers:
        LayersPlot(
          try (names.isEmpty ? ["alexnet-paper", "vgg16"] : names).map {
            try MeasuredEntry(named: $0)
          }
        ).svg()
      case .eras: EraPlot.svg
      }
    try PictureFile(path: output).write(picture.standalone)
  }
}
