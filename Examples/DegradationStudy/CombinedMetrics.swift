import Gradus
import GradusTraining

/// The logs of all runs in one file each, `metrics.jsonl` and `metrics.csv`, with the run's identity
/// in front of every record.
struct CombinedMetrics {
  private let runs: [RunIdentity]
  private let folder: StudyFolder

  init(_ runs: [RunIdentity], _ folder: StudyFolder) { (self.runs, self.folder) = (runs, folder) }

  /// Writes both files, each in one step.
  func write() throws {
    var (lines, rows): ([String], [String]) = ([], [])
    var heading = ""
    for run in runs {
      let path = folder.folder(of: run)
      let identity =
        "\"kind\":\"\(run.kind.rawValue)\",\"depth\":\(run.depth),\"width\":\(run.width),"
        + "\"seed\":\(run.seed)"
      for line in try MetricsLogFile.jsonLines.lines(in: path) {
        lines.append("{\(identity),\(line.dropFirst())")
      }
      let table = try MetricsLogFile.table.lines(in: path)
      heading = table.first.map { "kind,depth,width,seed,\($0)" } ?? heading
      rows += table.dropFirst().map {
        "\(run.kind.rawValue),\(run.depth),\(run.width),\(run.seed),\($0)"
      }
    }
    try AtomicFile.write(joined(lines), to: MetricsLogFile.jsonLines.path(in: folder.path))
    try AtomicFile.write(joined([heading] + rows), to: MetricsLogFile.table.path(in: folder.path))
  }

  private func joined(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}
