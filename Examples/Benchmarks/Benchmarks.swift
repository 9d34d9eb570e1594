import ArgumentParser
import Gradus
import GradusExampleSupport

/// Times training, inference and single layers on this machine.
@main
struct Benchmarks: GradusProgram {
  static let configuration = CommandConfiguration(
    commandName: "GradusBenchmarks",
    abstract: "Time training steps, inference and single layers on this machine.",
    discussion: "Results go to standard output, progress to standard error. "
      + "Exit codes: 0 done, 1 a case failed, 2 wrong input.",
    version: versionText,
    subcommands: [
      RunCommand.self, ProfileCommand.self, RoundingCommand.self, AccuracyCommand.self,
      InstrumentsCommand.self, LayersCommand.self, FunctionsCommand.self, RanksCommand.self,
      ScalingCommand.self, MeasureCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}
