import ArgumentParser
import Foundation
import Gradus

/// Tests what is claimed about depth and gradient flow on plain and residual nets and real images.
@main
struct DegradationStudy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "DegradationStudy",
    abstract: "Train plain and residual nets of growing depth and see why depth hurts the former.",
    discussion: """
      Tests the claims of the literature about depth and gradient flow, each with its uncertainty, \
      and ends in a report. With --depths, --kinds, --width, --seeds, --steps, --batch-size or \
      --learning-rate and without --claims it only trains the nets they describe: those of He et \
      al. 2015, section 4.2, all nets of a seed on the same batches.

      Results go to the output folder: report.html, results.json, plan.json, config.json, \
      environment.json, a record for every trial in experiments and for every net in runs.

      Exit codes: 0 done, 2 wrong input, 130 interrupted (continue with --resume).
      """,
    version: GradusVersion.current,
    subcommands: [RunCommand.self, ClaimsCommand.self, ReportCommand.self],
    defaultSubcommand: RunCommand.self)

  /// Every wrong input ends in one line on standard error and exit code 2.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let interruption as StudyInterrupted {
      complain(interruption.description)
      Foundation.exit(Interruption.exitCode)
    } catch {
      if exitCode(for: error) == .success {
        print(message(for: error))
        Foundation.exit(0)
      }
      complain("error: \(message(for: error).split(separator: "\n").joined(separator: " "))")
      Foundation.exit(2)
    }
  }

  private static func complain(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}

/// Ctrl-C was pressed and everything is saved.
struct StudyInterrupted: Error, CustomStringConvertible {
  let output: String

  var description: String {
    "interrupted; everything is saved, continue with: DegradationStudy --resume --output \(output)"
  }
}
