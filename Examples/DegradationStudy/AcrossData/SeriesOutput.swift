import Gradus
import GradusClaims
import GradusExampleSupport
import GradusPlots

/// What a series ends with: one table of claims by data set, as a page, as a record and on the terminal,
/// all of them made from the studies' records alone.
struct SeriesOutput {
  private let folder: StudyFolder
  private let agreement: DataAgreement
  private let table: StudyTable
  private let datasets: [SeriesResults.Dataset]

  /// Reads the records of every study; throws with the name of a file that is missing or damaged.
  init(_ series: StudySeries) throws {
    folder = series.folder
    table = series.members[0].configuration.table
    var (studies, datasets) = ([DataAgreement.Study](), [SeriesResults.Dataset]())
    for member in series.members {
      let records = try StudyRecords(StudyFolder(part: member.name, of: series.folder))
      let isControl = member.configuration.dataset == DatasetChoice.noise
      studies.append(
        DataAgreement.Study(
          name: member.name, isControl: isControl, judgements: records.judgements))
      datasets.append(
        SeriesResults.Dataset(
          name: member.name, dataset: member.configuration.dataset, isControl: isControl,
          processor: records.environment["processor"], vectors: records.environment["vectors"]))
    }
    agreement = DataAgreement(studies)
    self.datasets = datasets
  }

  private var sentences: [String] {
    agreement.answer(table).sentences + agreement.differences + agreement.controls(table)
  }

  /// The record.
  var results: SeriesResults {
    SeriesResults(
      datasets: datasets,
      claims: agreement.rows.map { SeriesResults.AcrossData($0, agreement.studies) },
      sentences: sentences)
  }

  /// Writes the files, each in one step.
  func write() throws {
    let report = SeriesReport(agreement: agreement, datasets: datasets, table: table)
    try AtomicFile.write(report.html(), to: folder.file("report.html"))
    try AtomicFile.write(results.text(), to: folder.file("results.json"))
  }

  /// The summary for a terminal: a hundred columns, no colours.
  func text() -> String {
    let lines = TextLines.wrapped(
      (["\(agreement.headline)."] + sentences).joined(separator: " "), width: TextTable.columns)
    return lines.joined(separator: "\n") + "\n\n" + agreement.textTable.text
  }

  /// Prints the summary, or `results.json`, and where the report is.
  func show(asJSON: Bool, isQuiet: Bool) throws {
    print(asJSON ? try results.text() : text(), terminator: "")
    if !isQuiet { StandardError.write("report: \(folder.file("report.html"))") }
  }
}

extension DataAgreement {
  /// Claims and verdicts, one row each.
  var textTable: TextTable {
    let header = ["no.", "claim"] + studies.map(\.name) + ["agreement"]
    var table = TextTable(header, left: Set(1..<header.count))
    table.rows = rows.map { row in
      ["\(row.claim.number)", row.claim.title] + row.judgements.map(\.verdict.rawValue)
        + [row.outcome.rawValue]
    }
    return table
  }
}
