import ArgumentParser
import GradusExampleSupport

/// Says how many seeds each verdict of a study needs.
struct PowerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "power", abstract: "Say how many seeds each verdict of a study needs.",
    discussion: "From the spread over the seeds that the study has; nothing is run.")

  @Argument(help: "The study's folder.")
  var folder: String

  @Option(help: "The probability with which a verdict is to be reached.")
  var power = PowerTable.usualPower

  func run() throws {
    guard power > 0, power < 1 else {
      throw UserError("--power takes a number between 0 and 1, not \(power)")
    }
    let records = try StudyRecords(try StudyFolder(existing: folder))
    print(
      PowerTable(
        records.judgements, records.evidence, power: power, testsClaims: records.plan != nil
      ).text, terminator: "")
  }
}
