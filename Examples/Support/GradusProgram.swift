import ArgumentParser
import Foundation
import Gradus

/// A program of commands whose every wrong input ends in one line on standard error.
package protocol GradusProgram: ParsableCommand {}

extension GradusProgram {
  /// What `--version` prints: the release and the vector instructions in use, `0.1.0 (avx2)`.
  package static var versionText: String {
    "\(GradusVersion.current) (\(VectorInstructions.tier))"
  }

  /// Runs the command that was typed.
  ///
  /// Exit codes: 0 done, 1 `ProgramFailure` and results that could not be written, 2 any other error,
  /// 130 `ProgramInterrupted`.
  package static func main() {
    StandardOutput.prepare()
    // A file beyond the limit on sizes is then an error of the write that says so.
    signal(SIGXFSZ, SIG_IGN)
    MemoryExhaustion.end = { line in
      StandardError.write("error: \(line)")
      // Other threads may be at work: nothing is torn down under them.
      _exit(2)
    }
    do {
      var command = try parseAsRoot()
      try command.run()
      try StandardOutput.finish()
    } catch let interruption as ProgramInterrupted {
      StandardError.write(interruption.description)
      Foundation.exit(Interruption.exitCode)
    } catch {
      if exitCode(for: error) == .success {
        print(message(for: error))
        do { try StandardOutput.finish() } catch { end(with: error) }
        Foundation.exit(0)
      }
      end(with: error)
    }
  }

  /// Ends the program with an error's line and code.
  private static func end(with error: any Error) -> Never {
    let line = message(for: error).split(separator: "\n").joined(separator: " ")
    StandardError.write("error: \(line)")
    Foundation.exit(error is ProgramFailure ? 1 : 2)
  }
}
