import ArgumentParser
import Gradus
import GradusExampleSupport

/// `accuracy`: how far elementary functions are from exact.
struct AccuracyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accuracy",
    abstract: "Print the largest errors of elementary functions over all exponents.",
    discussion: """
      In units in the last place of the result, over every STEP-th bit pattern of float32, and as many of \
      float64. The reference is the C library in double precision, which is itself off by up to 1 in float64.
      """)

  @Option(help: "Bit patterns from one number to the next.") var step: UInt32 = 997

  func validate() throws {
    guard step > 0 else { throw ValidationError("--step must be at least 1") }
  }

  func run() throws {
    var table = TextTable(["function", "float32", "float64"])
    for subject in AccuracySubject.all {
      StandardError.write(subject.name)
      table.rows.append([
        subject.name, NumberText.short(subject.singleError(step: step), digits: 3),
        NumberText.short(subject.doubleError(step: step), digits: 3),
      ])
    }
    print(table.text, terminator: "")
  }
}
