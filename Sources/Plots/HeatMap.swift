import GradusTensors

/// A table of numbers drawn as coloured cells, with a key to the colours below it.
public struct HeatMap: Sendable {
  /// Prefix of the element ids; unique within a page.
  public var identifier: String
  /// What the map shows.
  public var title: String
  /// What the rows and columns are.
  public var rowLabel: String, columnLabel: String
  /// The names of the rows, from top to bottom, and of the columns.
  public var rows: [String], columns: [String]
  /// The numbers by row and column; NaN stands for a missing one.
  public var values: [[Double]]
  /// The quantity, with its unit, and how it is spread over the colours.
  public var scale: PlotAxis

  /// Makes a map; traps when the numbers do not fill rows and columns.
  public init(
    identifier: String, title: String, rowLabel: String, columnLabel: String, rows: [String],
    columns: [String], values: [[Double]], scale: PlotAxis
  ) {
    precondition(
      values.count == rows.count && values.allSatisfy { $0.count == columns.count },
      "a heat map of \(rows.count) rows and \(columns.count) columns needs as many numbers")
    (self.identifier, self.title) = (identifier, title)
    (self.rowLabel, self.columnLabel) = (rowLabel, columnLabel)
    (self.rows, self.columns) = (rows, columns)
    (self.values, self.scale) = (values, scale)
  }

  /// What the map shows in words: where the quantity is least and largest, and what is missing.
  public var description: String {
    let cells = values.indices.flatMap { row in
      values[row].indices.map { (row, $0, values[row][$0]) }
    }
    let known = cells.filter { $0.2.isFinite }
    let head =
      "\(scale.label) by \(rowLabel) (\(rows.count)) and \(columnLabel) (\(columns.count))."
    guard let least = known.min(by: { $0.2 < $1.2 }), let most = known.max(by: { $0.2 < $1.2 })
    else { return head + " No values." }
    func place(_ cell: (Int, Int, Double)) -> String {
      "\(NumberText.short(cell.2)) at \(rows[cell.0]), \(columnLabel) \(columns[cell.1])"
    }
    let missing = cells.count - known.count
    return head + " Lowest \(place(least)); highest \(place(most))"
      + (missing == 0 ? "." : "; \(missing) of \(cells.count) values missing.")
  }

  /// All numbers as comma-separated values, one row of the map a line; missing ones are empty.
  public var commaSeparatedValues: String {
    let head = ([rowLabel] + columns).map(CommaSeparated.field).joined(separator: ",")
    let lines = zip(rows, values).map { name, numbers in
      ([CommaSeparated.field(name)] + numbers.map(CommaSeparated.number)).joined(separator: ",")
    }
    return ([head] + lines).joined(separator: "\r\n") + "\r\n"
  }
}
