import Gradus
import GradusExampleSupport

/// What a study ends with: results, report and the summary on the terminal, all of them made from the
/// folder's records alone.
struct StudyOutput {
  private let folder: StudyFolder
  private let records: StudyRecords

  /// Reads the records; throws with the name of a file that is missing or damaged.
  init(_ folder: StudyFolder) throws {
    self.folder = folder
    records = try StudyRecords(folder)
  }

  /// Writes the files, each in one step.
  func write() throws {
    if !records.runs.isEmpty {
      try CombinedMetrics(records.runs.map(\.identity), folder).write()
    }
    try AtomicFile.write(DegradationReport(records).html(), to: folder.file("report.html"))
    try AtomicFile.write(records.results.text(), to: folder.file("results.json"))
  }

  /// Prints the summary, or `results.json`, and where the report is.
  func show(asJSON: Bool, isQuiet: Bool) throws {
    if asJSON {
      print(try records.results.text(), terminator: "")
    } else {
      print(TerminalSummary(records).text())
    }
    if !isQuiet {
      StandardError.write("report: \(folder.file("report.html"))")
    }
  }
}
