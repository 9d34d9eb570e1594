import ArgumentParser
import Gradus

/// `summary NAME`: the modules of a network with what each costs.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Show a network's modules with shapes, parameters, multiply-adds and saved bytes.")

  @Argument(help: "The network; see list.") var name: String
  @Option(help: "Images in the training batch whose saved bytes are shown.") var batch = 32
  @Option(help: "Show modules down to this depth only.") var depth: Int?

  func validate() throws {
    guard (2...65536).contains(batch) else {
      throw ValidationError("--batch must be between 2 and 65536, not \(batch)")
    }
    guard depth ?? 0 >= 0 else { throw ValidationError("--depth must not be negative") }
  }

  func run() throws {
    let measured = try MeasuredEntry(named: name, savingBatch: batch)
    print(SummaryText(measured, deepest: depth).text, terminator: "")
  }
}
