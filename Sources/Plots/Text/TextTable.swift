import GradusTensors

/// Rows of text in columns, for a terminal of 100 characters or for Markdown.
public struct TextTable: Sendable {
  /// How the cells of a column stand.
  public enum Alignment: Sendable {
    /// Words.
    case left
    /// Numbers.
    case right
  }

  /// The widest line, in characters.
  public static let columns = 100

  /// The names of the columns.
  public let header: [String]
  /// How each column stands.
  public let alignment: [Alignment]
  /// The cells, one for each column of the header.
  public var rows: [[String]] = []

  /// Makes an empty table; columns after the first are right-aligned unless told otherwise.
  public init(_ header: [String], left: Set<Int> = [0]) {
    self.header = header
    alignment = header.indices.map { left.contains($0) ? .left : .right }
  }

  /// The table with a rule below the header and a line break at the end.
  ///
  /// Where it would be too wide, the cells of the widest left-aligned columns are cut.
  public var text: String {
    let rows = rows.map { $0.map { $0.onOneLine() } }
    var widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    while widths.reduce(0, +) + 2 * (widths.count - 1) > Self.columns {
      let cuttable = widths.indices.filter { alignment[$0] == .left && widths[$0] > 8 }
      guard let widest = cuttable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([header, rule] + rows).map { line($0, widths) + "\n" }.joined()
  }

  /// The table in Markdown.
  public var markdown: String {
    let rule = alignment.map { $0 == .left ? "---" : "---:" }
    let rows = rows.map { $0.map { $0.onOneLine() } }
    return ([header, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.indices.map { column in
      let cell = cells[column]
      let shown = cell.count > widths[column] ? cell.prefix(widths[column] - 1) + "…" : cell[...]
      let blanks = String(repeating: " ", count: widths[column] - shown.count)
      return alignment[column] == .left ? "\(shown)\(blanks)" : "\(blanks)\(shown)"
    }
    let joined = padded.joined(separator: "  ")
    return String(joined.reversed().drop { $0 == " " }.reversed())
  }
}
