import Foundation
import GradusInterchange

/// The records of a metrics log, read back.
///
///     let table = try MetricsTable(readingFrom: "runs/a")
///     for (step, loss) in table[.loss] { ... }
public struct MetricsTable: Sendable {
  /// A record: a step and what was measured there.
  public struct Record: Sendable, Hashable {
    /// The step.
    public let step: Int
    /// The finite numbers, by column.
    public let values: [String: Double]

    /// What a loop measured; nil where it is missing or was not finite.
    public subscript(metric: TrainingMetric) -> Double? { values[metric.rawValue] }
  }

  /// The records in the order they were written.
  public let records: [Record]

  /// Reads the log in a folder, without a torn last line; throws `FileError`, and `MetricsLogError`
  /// for a line that is no record.
  public init(readingFrom folder: String) throws {
    let file = MetricsLogFile.jsonLines
    records = try file.lines(in: folder).enumerated().map { index, line in
      guard
        let members = try? JSONDecoder().decode([String: Double?].self, from: Data(line.utf8)),
        let step = (members["step"] ?? nil).flatMap({ Int(exactly: $0) })
      else {
        throw MetricsLogError(
          path: file.path(in: folder), line: index + 1,
          problem: "this is no record; mend the line or start a new run")
      }
      let values = members.compactMapValues { $0 }.filter { $0.key != "step" }
      return Record(step: step, values: values)
    }
  }

  /// The steps at which a column has a finite number, and the number.
  public subscript(column: String) -> [(step: Int, value: Double)] {
    records.compactMap { record in record.values[column].map { (record.step, $0) } }
  }

  /// The steps at which a loop measured a number, and the number.
  public subscript(metric: TrainingMetric) -> [(step: Int, value: Double)] { self[metric.rawValue] }
}
