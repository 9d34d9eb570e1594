import Foundation
import GradusInterchange
import GradusTensors

/// Appends a run's numbers to `metrics.jsonl` and `metrics.csv` in its folder, a line a record.
///
/// Every record is with the system when `append` returns, so a kill costs at most the line being
/// written. A run resumed from a checkpoint cuts the files back to it, and so ends with the very
/// bytes of a run that was never interrupted.
public final class MetricsLog {
  /// The names of the numbers in a record, after its `step`.
  public let columns: [String]

  private var jsonLines: OutputFile
  private var table: OutputFile
  private var lastStep: Int

  /// Starts a log in the existing folder `folder`; throws `FileError` where there is a log already.
  ///
  /// A column's name consists of ASCII letters, digits and `_ . - /`, and is not `step`; traps on
  /// any other and on one that occurs twice.
  public init(creatingIn folder: String, columns: [String]) throws {
    Self.check(columns)
    self.columns = columns
    jsonLines = try OutputFile(creating: MetricsLogFile.jsonLines.path(in: folder))
    table = try OutputFile(creating: MetricsLogFile.table.path(in: folder))
    try table.write(Array(Self.heading(columns).utf8))
    lastStep = Int.min
  }

  /// Continues the log in `folder` with step `step`, after removing all records from that step on
  /// and a torn last line.
  ///
  /// With `step` 0 nothing of an earlier log is kept, and there need not be one. Throws `FileError`,
  /// and `MetricsLogError` when the log is damaged or has other columns; traps as
  /// `init(creatingIn:columns:)` does.
  public init(resumingIn folder: String, columns: [String], atStep step: Int) throws {
    Self.check(columns)
    self.columns = columns
    // Both are read before either is changed, so that an error changes nothing.
    var shortened: [(path: String, contents: [UInt8])] = []
    var counts: [(path: String, records: Int)] = []
    for file in [MetricsLogFile.jsonLines, .table] {
      let path = file.path(in: folder)
      let heading = file == .table ? Array(Self.heading(columns).utf8) : []
      if step <= 0 {
        shortened.append((path, heading))
        continue
      }
      let contents = try FileContents.read(path)
      let kept = try file.prefix(of: contents, before: step, heading: heading, path: path)
      counts.append((path, kept.records))
      if kept.byteCount < contents.count {
        shortened.append((path, Array(contents[..<kept.byteCount])))
      }
    }
    // Both are written record by record, and both are on the disk before a checkpoint is.
    if let fewer = counts.min(by: { $0.records < $1.records }),
      let more = counts.max(by: { $0.records < $1.records }), fewer.records < more.records
    {
      throw MetricsLogError(
        path: fewer.path, line: fewer.records + 1,
        problem:
          "\(fewer.records) records before step \(step), and \(more.records) in \(more.path); "
          + "restore the file or start a new run")
    }
    for (path, contents) in shortened { try AtomicFile.write(contents, to: path) }
    jsonLines = try OutputFile(appendingTo: MetricsLogFile.jsonLines.path(in: folder))
    table = try OutputFile(appendingTo: MetricsLogFile.table.path(in: folder))
    lastStep = step
  }

  /// Appends a record; steps never decrease.
  ///
  /// A column without a value, or whose value is NaN or infinite, becomes `null` in JSON and an
  /// empty field in the table. Throws `FileError`; traps on a step below the one before and on a
  /// name that is no column.
  public func append(step: Int, _ values: [String: Double]) throws {
    precondition(step >= lastStep, "metrics: step \(step) comes after step \(lastStep)")
    for name in values.keys {
      precondition(columns.contains(name), "metrics: \(name) is not one of \(columns)")
    }
    lastStep = step
    let numbers = columns.map { values[$0].flatMap(Self.text) }
    let members = zip(columns, numbers).map { ",\"\($0)\":\($1 ?? "null")" }
    try jsonLines.write(Array("{\"step\":\(step)\(members.joined())}\n".utf8))
    try table.write(Array("\(step)\(numbers.map { ",\($0 ?? "")" }.joined())\n".utf8))
  }

  /// Waits until the disk has all records; called before a checkpoint is saved, it makes sure that
  /// no power failure leaves a checkpoint whose records are lost. Throws `FileError`.
  public func synchronize() throws {
    try jsonLines.synchronize()
    try table.synchronize()
  }

  private static func heading(_ columns: [String]) -> String {
    (["step"] + columns).joined(separator: ",") + "\n"
  }

  /// The shortest decimal that reads back as `value`, without a fraction where there is none.
  private static func text(_ value: Double) -> String? {
    guard value.isFinite else { return nil }
    if value.magnitude < 0x1p53, let whole = Int(exactly: value) { return "\(whole)" }
    return "\(value)"
  }

  private static func check(_ columns: [String]) {
    var seen: Set<String> = ["step"]
    for column in columns {
      precondition(
        column.wholeMatch(of: /[A-Za-z0-9_.\/\-]+/) != nil,
        "metrics: a column's name consists of letters, digits and _ . - /, unlike \(column)")
      precondition(
        seen.insert(column).inserted, "metrics: a column is called \(column) twice, or step")
    }
  }
}
