import Foundation
import GradusTestSupport
import Testing

/// What programs do where their streams are full, closed or no longer read.
@Suite struct StandardStreamTests {
  /// Runs a shell's line, in which `$P` is a program of the package.
  private func shell(_ line: String, _ program: String) throws -> BuiltProgram.Ending {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0])
    let path = tests.deletingLastPathComponent().appendingPathComponent(program).path
    return try BuiltProgram(
      URL(fileURLWithPath: "/bin/sh"), ["-c", line.replacing("$P", with: "'\(path)'")]
    ).finish()
  }

  private static let results = [
    ("ModelZoo", "costs resnet20-cifar --json"), ("ModelZoo", "list"), ("ModelZoo", "--help"),
    ("ModelZoo", "--version"), ("TrainClassifier", "settings"), ("DegradationStudy", "claims"),
    ("GradusBenchmarks", "run --list"),
  ]

  @Test(arguments: results)
  func lostResultsAreAnError(_ program: String, _ arguments: String) throws {
    for place in [">/dev/full", ">&-"] {
      let ending = try shell("$P \(arguments) \(place)", program)
      #expect(ending.code == 1, "\(arguments) \(place): \(ending.code) \(ending.errors)")
      #expect(ending.errors.count == 1 && ending.errors[0].hasPrefix("error: results could not be"))
    }
  }

  @Test(arguments: results)
  func lostMessagesStopNothing(_ program: String, _ arguments: String) throws {
    let whole = try shell("$P \(arguments)", program)
    #expect(whole.code == 0 && !whole.output.isEmpty)
    for place in ["2>/dev/full", "2>&-", "<&-", "<&- 2>&-"] {
      let ending = try shell("$P \(arguments) \(place)", program)
      #expect(ending.code == 0 && ending.output == whole.output, "\(arguments) \(place)")
    }
  }

  @Test func wrongInputKeepsItsCodeWithoutAnyStream() throws {
    for place in ["2>/dev/full", "2>&-", ">&- 2>&-", ">/dev/full 2>/dev/full"] {
      #expect(try shell("$P costs nonsense \(place)", "ModelZoo").code == 2, "\(place)")
    }
  }
}
