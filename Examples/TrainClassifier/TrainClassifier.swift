import ArgumentParser
import Gradus
// For all files of the program: those in Configuration are also built by Fuzz, which cannot import
// it and links the sources.
@_exported import GradusExampleSupport

/// Trains any network of the zoo on labelled images, measures it and lets it classify pictures.
@main
struct TrainClassifier: GradusProgram {
  static let configuration = CommandConfiguration(
    commandName: "TrainClassifier",
    abstract: "Train a network of the zoo on labelled images, and use it.",
    discussion: """
      Results go to standard output, progress to standard error.

      Exit codes: 0 done, 2 wrong input, 130 interrupted (continue with --resume).
      """,
    version: versionText,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, ExportCommand.self,
      SampleCommand.self, LoadCommand.self, SummaryCommand.self, SettingsCommand.self,
    ])
}
