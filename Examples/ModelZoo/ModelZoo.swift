import ArgumentParser
import Gradus
import GradusExampleSupport

/// Explains the networks of the zoo: what they cost, how they are built and how they differ.
@main
struct ModelZoo: GradusProgram {
  static let configuration = CommandConfiguration(
    commandName: "ModelZoo",
    abstract: "What the networks of the zoo cost, how they are built and how they differ.",
    discussion: "Results go to standard output. Exit codes: 0 done, 2 wrong input.",
    version: versionText,
    subcommands: [
      ListCommand.self, SummaryCommand.self, CostsCommand.self, LectureCommand.self,
      DiffCommand.self, DrawCommand.self, PlotCommand.self, ParityCommand.self,
      FiltersCommand.self, ConvertCommand.self, ExportCommand.self, LogitsCommand.self,
      IdentifyCommand.self,
      FlowCommand.self,
    ])
}
