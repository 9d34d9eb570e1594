import Insight

/// The final table of the study for a terminal: at most 100 columns, no colours.
struct TerminalSummary {
  /// The widest line, in characters.
  static let columns = 100

  /// The runs to list.
  var runs: [RunRecord]
  /// The paths of the layers from input to output by run, where they are known.
  var layers: [RunIdentity: [String]] = [:]

  /// The table, one run a line, with a line break at the end.
  func text() -> String {
    let names = RunNames(runs.map(\.identity))
    var rows = [
      ["", "", "train", "train", "test", "|grad|", "|grad|", ""],
      ["net", "parameters", "loss", "err %", "err %", "first", "last", "s/step"],
    ]
    for run in runs {
      let profile = GradientProfile(run, layers: layers[run.identity] ?? [])
      let norm = { (layer: String?) in
        NumberText.short(layer.flatMap { profile.norm($0, at: profile.steps.last ?? 0) })
      }
      rows.append([
        names.run(run.identity), "\(run.parameters)",
        run.diverged ? "diverged" : NumberText.short(run.trainLoss, digits: 4),
        percent(run.trainError),
        percent(run.testError), norm(profile.firstConvolution), norm(profile.lastConvolution),
        NumberText.short(run.secondsPerStep),
      ])
    }
    let table = aligned(rows)
    return table + "|grad|: norm of the weight gradient of the first and the last convolution "
      + "at the last step\nmeasured. One moment says little; the report shows all of them.\n"
  }

  private func percent(_ fraction: Double?) -> String {
    NumberText.fixed(fraction.map { $0 * 100 }, decimals: 2)
  }

  private func aligned(_ rows: [[String]]) -> String {
    var widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let gaps = 2 * (widths.count - 1)
    // Names give way, numbers never do.
    widths[0] = min(widths[0], max(8, Self.columns - gaps - widths.dropFirst().reduce(0, +)))
    let lines = rows.map { row in
      row.enumerated().map { column, cell in
        let text = cell.count > widths[column] ? cell.prefix(widths[column] - 1) + "…" : cell[...]
        let blanks = String(repeating: " ", count: widths[column] - text.count)
        return column == 0 ? text + blanks : blanks + text
      }.joined(separator: "  ")
    }
    let rule = String(repeating: "-", count: widths.reduce(0, +) + gaps)
    return (lines.prefix(2) + [rule] + lines.dropFirst(2)).joined(separator: "\n") + "\n"
  }
}
