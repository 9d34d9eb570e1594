import Foundation
import GradusExampleSupport

/// Runs a case in a process of its own, so that memory and start-up are the case's alone.
enum ChildProcess {
  /// What this program prints for the arguments; throws `ProgramFailure` when it fails.
  static func output(_ arguments: [String], for name: String) throws -> Data {
    let process = Process()
    process.executableURL =
      Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    do { try process.run() } catch {
      throw ProgramFailure(
        "\(name): this program cannot start itself: \(error.localizedDescription)")
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, process.terminationReason == .exit else {
      throw ProgramFailure("\(name) ended with code \(process.terminationStatus); see above")
    }
    return data
  }
}
