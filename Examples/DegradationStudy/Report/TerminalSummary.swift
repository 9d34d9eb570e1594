import GradusClaims
import GradusPlots

/// The outcome of the study for a terminal, a page at most: 100 columns, no colours.
struct TerminalSummary {
  /// The widest line, in characters.
  static let columns = 100

  /// The runs to list.
  var runs: [RunRecord]
  /// The paths of the layers from input to output by run, where they are known.
  var layers: [RunIdentity: [String]] = [:]
  /// The claims that were tested.
  var judgements: [Judgement] = []
  /// The answer in a few sentences; empty where no claim decides it.
  var answer: [String] = []

  /// Answer, verdicts and runs, with a line break at the end.
  func text() -> String {
    var parts: [String] = []
    if !answer.isEmpty {
      parts.append(
        TextLines.wrapped(answer.joined(separator: " "), width: Self.columns)
          .joined(separator: "\n") + "\n")
    }
    if !judgements.isEmpty { parts.append(verdicts) }
    if !runs.isEmpty || judgements.isEmpty { parts.append(runTable) }
    return parts.joined(separator: "\n")
  }

  /// One claim a line.
  private var verdicts: String {
    let rows = judgements.map { judgement in
      let finding = judgement.decisive
      return [
        judgement.claim.title, "\(judgement.claim.number)", judgement.verdict.rawValue,
        finding.map { NumberText.short($0.estimate) } ?? "",
        finding?.interval.map {
          "\(NumberText.short($0.lowerBound)) … \(NumberText.short($0.upperBound))"
        } ?? "", finding?.pValue.map { NumberText.short($0) } ?? "",
      ]
    }
    return aligned([["claim", "no.", "verdict", "measured", "95 % interval", "p"]] + rows, head: 1)
  }

  /// One run a line.
  private var runTable: String {
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

  private func aligned(_ rows: [[String]], head: Int = 2) -> String {
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
    return (lines.prefix(head) + [rule] + lines.dropFirst(head)).joined(separator: "\n") + "\n"
  }
}
