import ArgumentParser

/// Makes the report of a study anew from its records.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write report.html and results.json anew from the records in a study's folder.")

  @Argument(help: "The study's folder.")
  var folder: String

  @Flag(help: "Print results.json instead of the table.")
  var json = false

  @Flag(help: "Do not say where the report is.")
  var quiet = false

  func run() throws {
    let folder = try StudyFolder(existing: folder)
    try folder.withLock {
      let output = try StudyOutput(folder)
      try output.write()
      try output.show(asJSON: json, isQuiet: quiet)
    }
  }
}
