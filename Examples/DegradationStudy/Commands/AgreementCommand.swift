import ArgumentParser

/// Compares the verdicts of studies with different seeds.
struct AgreementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Compare the verdicts of studies that differ in their seeds alone.",
    discussion: "A verdict stands where all studies agree; otherwise the claim is undecided.")

  @Argument(help: "The studies' folders, two or more.")
  var folders: [String]

  @Flag(help: "Print what was measured as well, in Markdown.")
  var markdown = false

  func run() throws {
    let agreement = try Agreement(folders.map { try Agreement.Study(StudyFolder(existing: $0)) })
    let table = agreement.table(isDetailed: markdown)
    print(markdown ? table.markdown : table.text, terminator: "")
  }
}
