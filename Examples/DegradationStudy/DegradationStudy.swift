import ArgumentParser
import Foundation
import Gradus

/// Trains plain and residual networks of growing depth on real images and shows what depth does.
@main
struct DegradationStudy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "DegradationStudy",
    abstract: "Train plain and residual nets of growing depth and see why depth hurts the former.",
    discussion: """
      The nets, the initialisation and the schedule are those of He et al. 2015, section 4.2; all \
      nets of a seed see the same batches. Results go to the output folder: report.html, \
      results.json, metrics.jsonl, metrics.csv, config.json, environment.json.

      Exit codes: 0 done, 2 wrong input, 130 interrupted (continue with --resume).
      """)

  @OptionGroup var options: StudyOptions

  func run() throws {
    let study = try Study(options)
    try study.run()
  }

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
