import ArgumentParser
import Foundation
import Gradus

/// A program of commands whose every wrong input ends in one line on standard error.
package protocol GradusProgram: ParsableCommand {}

extension GradusProgram {
  /// Runs the command that was typed.
  ///
  /// Exit codes: 0 done, 1 `ProgramFailure`, 2 any other error, 130 `ProgramInterrupted`.
  package static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let interruption as ProgramInterrupted {
      StandardError.write(interruption.description)
      Foundation.exit(Interruption.exitCode)
    } catch {
      if exitCode(for: error) == .success {
        print(message(for: error))
        Foundation.exit(0)
      }
      let line = message(for: error).split(separator: "\n").joined(separator: " ")
      StandardError.write("error: \(line)")
      Foundation.exit(error is ProgramFailure ? 1 : 2)
    }
  }
}
