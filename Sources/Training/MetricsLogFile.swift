import GradusInterchange

/// The two files of a metrics log, by name.
package enum MetricsLogFile: String {
  /// A JSON object per record.
  case jsonLines = "metrics.jsonl"
  /// A heading, then a row per record.
  case table = "metrics.csv"

  /// Where the file of a log in `folder` is.
  package func path(in folder: String) -> String { "\(folder)/\(rawValue)" }

  /// The lines of the file of a log in `folder`, without a torn last one; throws `FileError`.
  package func lines(in folder: String) throws -> [Substring] {
    let text = String(decoding: try FileContents.read(path(in: folder)), as: UTF8.self)
    let whole = text.lastIndex(of: "\n").map { text[...$0] } ?? ""
    return whole.split(separator: "\n")
  }

  /// The leading bytes of `contents` that hold `heading` and the records before `step`, and how many
  /// records these are.
  ///
  /// A last line without its line feed was torn by a kill and never counts. Throws `MetricsLogError` for
  /// a line that is no record and for steps that fall.
  func prefix(
    of contents: [UInt8], before step: Int, heading: [UInt8], path: String
  ) throws -> (byteCount: Int, records: Int) {
    guard contents.starts(with: heading) else {
      throw MetricsLogError(
        path: path, line: 1,
        problem: "the columns are not those of this run; resume with the options it began with")
    }
    var (start, line, last) = (heading.count, heading.isEmpty ? 1 : 2, 0)
    var kept = (byteCount: start, records: 0)
    while let end = contents[start...].firstIndex(of: UInt8(ascii: "\n")) {
      guard let found = self.step(of: contents[start..<end]), found >= last else {
        throw MetricsLogError(
          path: path, line: line, problem: "this is no record; mend the line or start a new run")
      }
      (start, line, last) = (end + 1, line + 1, found)
      if found < step { kept = (start, kept.records + 1) }
    }
    return kept
  }

  /// The step that a line begins with; nil when the line is not a record.
  private func step(of line: ArraySlice<UInt8>) -> Int? {
    let text = String(decoding: line, as: UTF8.self)
    return switch self {
    case .jsonLines:
      text.wholeMatch(of: /\{"step":(-?[0-9]+)(,.*)?\}/).flatMap { Int($0.1) }
    case .table: text.wholeMatch(of: /(-?[0-9]+)(,.*)?/).flatMap { Int($0.1) }
    }
  }
}
