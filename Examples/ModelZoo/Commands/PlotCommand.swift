import ArgumentParser
import Gradus

/// `plot eras`: accuracy against multiply-adds.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Plot accuracy against multiply-adds by the lecture's eras.")

  /// What to plot.
  enum Subject: String, ExpressibleByArgument, CaseIterable { case eras }

  @Argument(help: "eras.") var subject: Subject
  @Option(name: .shortAndLong, help: "The file; standard output when not given.")
  var output: String?

  func run() throws {
    try PictureFile(path: output).write(EraPlot.svg.standalone)
  }
}
