import ArgumentParser
import Foundation
import Gradus

/// Explains the networks of the zoo: what they cost, how they are built and how they differ.
@main
struct ModelZoo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ModelZoo",
    abstract: "What the networks of the zoo cost, how they are built and how they differ.",
    discussion: "Results go to standard output. Exit codes: 0 done, 2 wrong input.",
    version: GradusVersion.current,
    subcommands: [
      ListCommand.self, SummaryCommand.self, CostsCommand.self, LectureCommand.self,
      DiffCommand.self, DrawCommand.self, PlotCommand.self, ParityCommand.self,
      FiltersCommand.self, ConvertCommand.self, LogitsCommand.self,
    ])

  /// Every wrong input ends in one line on standard error and exit code 2.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      if exitCode(for: error) == .success {
        print(message(for: error))
        Foundation.exit(0)
      }
      let line = message(for: error).split(separator: "\n").joined(separator: " ")
      FileHandle.standardError.write(Data("error: \(line)\n".utf8))
      Foundation.exit(2)
    }
  }
}
