import ArgumentParser
import Foundation
import Gradus

/// Trains any network of the zoo on labelled images, measures it and lets it classify pictures.
@main
struct TrainClassifier: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "TrainClassifier",
    abstract: "Train a network of the zoo on labelled images, and use it.",
    discussion: """
      Results go to standard output, progress to standard error.

      Exit codes: 0 done, 2 wrong input, 130 interrupted (continue with --resume).
      """,
    version: GradusVersion.current,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, ExportCommand.self,
      SampleCommand.self, SummaryCommand.self, SettingsCommand.self,
    ])

  /// Every wrong input ends in one line on standard error and exit code 2.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let interruption as TrainingInterrupted {
      note(interruption.description)
      Foundation.exit(Interruption.exitCode)
    } catch {
      if exitCode(for: error) == .success {
        print(message(for: error))
        Foundation.exit(0)
      }
      note("error: \(message(for: error).split(separator: "\n").joined(separator: " "))")
      Foundation.exit(2)
    }
  }

  /// A line on standard error.
  static func note(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}

/// Wrong input, in one line.
struct UserError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Ctrl-C was pressed and everything is saved.
struct TrainingInterrupted: Error, CustomStringConvertible {
  let output: String

  var description: String {
    "interrupted; everything is saved, continue with: TrainClassifier train --resume --output "
      + output
  }
}
