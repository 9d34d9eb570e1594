/// Rows of text in columns, for a terminal of 100 characters or for Markdown.
struct TextTable {
  /// How the cells of a column stand.
  enum Alignment { case left, right }

  /// The widest line, in characters.
  static let columns = 100

  let header: [String]
  let alignment: [Alignment]
  var rows: [[String]] = []

  /// Makes an empty table; columns after the first are right-aligned unless told otherwise.
  init(_ header: [String], left: Set<Int> = [0]) {
    self.header = header
    alignment = header.indices.map { left.contains($0) ? .left : .right }
  }

  /// The table with a rule below the header and a line break at the end.
  ///
  /// Where it would be too wide, the cells of the widest left-aligned columns are cut.
  var text: String {
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
  var markdown: String {
    let rule = alignment.map { $0 == .left ? "---" : "---:" }
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

extension String {
  /// The text broken at spaces into lines that fit the terminal, with a line break at the end.
  var wrapped: String {
    var lines = [""]
    for word in split(separator: " ") {
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = String(word)
      } else if lines[lines.count - 1].count + 1 + word.count <= TextTable.columns {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Int {
  /// The number with commas between thousands, `25,557,032`.
  var grouped: String {
    var digits = String(magnitude)
    var parts: [String] = []
    while digits.count > 3 {
      parts.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits] + parts).joined(separator: ",")
  }
}
