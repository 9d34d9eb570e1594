import ArgumentParser
import Gradus

/// `diff A B`: in what two networks differ.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show the layers, parameters and multiply-adds in which two networks differ.")

  @Argument(help: "A network.") var first: String
  @Argument(help: "Another network.") var second: String

  func run() throws {
    let difference = NetworkDifference(
      left: try MeasuredEntry(named: first), right: try MeasuredEntry(named: second))
    print(difference.text, terminator: "")
  }
}
