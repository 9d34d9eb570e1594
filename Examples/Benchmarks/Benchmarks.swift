import ArgumentParser
import Foundation
import Gradus

/// Times training, inference and single layers on this machine.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "GradusBenchmarks",
    abstract: "Time training steps, inference and single layers on this machine.",
    discussion: "Results go to standard output, progress to standard error. "
      + "Exit codes: 0 done, 1 a case failed, 2 wrong input.",
    version: GradusVersion.current,
    subcommands: [
      RunCommand.self, ProfileCommand.self, RoundingCommand.self, InstrumentsCommand.self,
      MeasureCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

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
      Foundation.exit(error is CaseFailure ? 1 : 2)
    }
  }
}

/// Wrong input, in one line.
struct UserError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A case that did not give a result, in one line.
struct CaseFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
