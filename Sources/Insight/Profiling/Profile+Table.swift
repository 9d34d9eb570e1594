import GradusPlots

extension Profile {
  /// The profile as a table for a terminal, in milliseconds a step.
  ///
  /// The last row holds what lies between the operations, when `Profiler.step` measured the whole.
  /// Shares are of that whole, or of the operations' sum. `limit` cuts the table after so many rows.
  public func table(by grouping: Grouping, limit: Int? = nil) -> TextTable {
    var table = TextTable(
      [
        grouping == .layer ? "layer" : "operation", "where", "calls", "ms", "%", "MiB", "GB/s",
        "GFLOP/s",
      ], left: [0, 1])
    let steps = Double(max(1, stepCount))
    let whole = max(wallSeconds, operationSeconds)
    let all = rows(by: grouping)
    for row in all.prefix(limit ?? all.count) {
      let isLayer = grouping == .layer
      table.rows.append([
        isLayer
          ? (row.name.isEmpty ? (row.path.isEmpty ? "(top)" : row.path) : row.name) : row.name,
        isLayer || row.path.isEmpty ? row.phase?.rawValue ?? "" : row.path,
        NumberText.short(Double(row.count) / steps), Self.milliseconds(row.seconds / steps),
        NumberText.fixed(100 * row.seconds / whole, decimals: 1),
        NumberText.fixed(Double(row.bytes) / steps / 0x1p20, decimals: 1),
        row.bytes > 0 ? NumberText.fixed(row.gigabytesPerSecond, decimals: 1) : "",
        row.gigaflops.map { NumberText.fixed($0, decimals: 1) } ?? "",
      ])
    }
    if all.count > limit ?? all.count {
      let rest = all.dropFirst(limit ?? 0)
      let seconds = rest.reduce(0) { $0 + $1.seconds }
      table.rows.append(remainder("\(rest.count) more", seconds / steps, of: whole / steps))
    }
    if wallSeconds > 0 {
      let rest = max(0, wallSeconds - operationSeconds)
      table.rows.append(remainder("between operations", rest / steps, of: whole / steps))
    }
    return table
  }

  private func remainder(_ name: String, _ seconds: Double, of whole: Double) -> [String] {
    [
      name, "", "", Self.milliseconds(seconds),
      NumberText.fixed(100 * seconds / whole, decimals: 1), "", "", "",
    ]
  }

  private static func milliseconds(_ seconds: Double) -> String {
    NumberText.fixed(seconds * 1e3, decimals: 3)
  }
}
