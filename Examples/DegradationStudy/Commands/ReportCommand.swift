import ArgumentParser
import GradusExampleSupport

/// Makes the report of a study anew from its records, or of the parts of one put together.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write report.html and results.json anew from the records in a study's folder.",
    discussion: """
      The folders of all parts of a study that was made with --shard are first joined in a new folder, \
      which --output names; its results.json is the one that a single machine would have written.
      """)

  @Argument(help: "The study's folder, or the folders of its parts.")
  var folders: [String]

  @Option(help: "The folder to join parts in; a new one.")
  var output: String?

  @Flag(help: "Print results.json instead of the table.")
  var json = false

  @Flag(help: "Do not say where the report is.")
  var quiet = false

  func run() throws {
    if folders.count == 1, output == nil, let series = try StudySeries(existing: folders[0]) {
      return try series.report(asJSON: json, isQuiet: quiet)
    }
    let folder = try joined()
    try folder.withLock {
      let output = try StudyOutput(folder)
      try output.write()
      try output.show(asJSON: json, isQuiet: quiet)
    }
  }

  /// The folder of the whole study.
  private func joined() throws -> StudyFolder {
    guard let output else {
      let folder = try StudyFolder(existing: folders[0])
      let shard = try StudyConfiguration(readingFrom: folder).shard
      guard folders.count == 1, shard == nil else {
        throw UserError(
          "report joins the folders of all parts of a study in a new one: add --output DIR")
      }
      return folder
    }
    let join = try StudyJoin(folders)
    let folder = try StudyFolder(new: output)
    try folder.make("runs")
    try folder.withLock { try join.write(to: folder) }
    return folder
  }
}
