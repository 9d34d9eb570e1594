import GradusClaims
import GradusPlots
import GradusStatistics

/// How many seeds each verdict needs, from the spread that a study saw.
struct PowerTable {
  /// A claim, its verdict, and what it needs; nil where nothing scatters or nothing was run.
  struct Row {
    let judgement: Judgement
    let need: SeedNeed?
  }

  /// The claims, in the order of the table.
  let rows: [Row]
  /// The probability with which a verdict is to be reached.
  let power: Double
  /// Whether the study tests claims, so that others can be asked to.
  let testsClaims: Bool

  /// The probability that reports use.
  static let usualPower = 0.8

  /// Looks at the spread of every claim.
  init(
    _ judgements: [Judgement], _ evidence: Evidence, power: Double = PowerTable.usualPower,
    testsClaims: Bool
  ) {
    (self.power, self.testsClaims) = (power, testsClaims)
    rows = judgements.map {
      Row(judgement: $0, need: $0.claim.seedNeed(evidence, power: power))
    }
  }

  private static let header = ["no.", "claim", "verdict", "seeds", "needed", "to be", "decided by"]

  private func cells(_ row: Row) -> [String] {
    let claim = row.judgement.claim
    let start = ["\(claim.number)", claim.title, row.judgement.verdict.rawValue]
    guard let need = row.need else { return start + ["", "", "", ""] }
    return start + [
      "\(need.seen)", need.needed.map { "\($0)" } ?? "> \(StudentPower.mostSamples)",
      need.direction.rawValue, need.quantity,
    ]
  }

  private var rule: String {
    "Seeds that a verdict needs with a probability of \(NumberText.short(power)), if the mean and the "
      + "spread that were seen are the true ones: each criterion's 95 % interval must clear its bound, "
      + "and differences need five pairs for the exact sign-flip test. The spread of five seeds is "
      + "uncertain by a factor of two, and the number with it by four. What is measured before "
      + "training counts three seeds for each of the study's."
  }

  /// Undecided claims that seeds within the reach of the exact test would decide.
  var decidable: [Row] {
    rows.filter { row in
      guard row.judgement.verdict == .undecided, let need = row.need, let needed = need.needed
      else { return false }
      return needed > need.seen && needed <= SignFlipTest.mostDifferences
    }
  }

  /// The options of a study that would decide them; nil where there are none.
  var advice: String? {
    guard testsClaims, let most = decidable.compactMap({ $0.need?.needed }).max() else {
      return nil
    }
    let claims = decidable.map { "\($0.judgement.claim.number)" }.joined(separator: ",")
    let seeds = (1...most).map { "\($0)" }.joined(separator: ",")
    return "--claims \(claims) --seeds \(seeds)"
  }

  /// The table for a terminal, with what it means.
  var text: String {
    var table = TextTable(Self.header, left: [1, 2, 5, 6])
    table.rows = rows.map(cells)
    let lines = TextLines.wrapped(rule, width: TextTable.columns)
    let end = advice.map { "\nUndecided claims would be decided by: \($0)\n" } ?? ""
    return table.text + "\n" + lines.joined(separator: "\n") + "\n" + end
  }

  /// A section of the report; empty where nothing scatters.
  var html: String {
    guard rows.contains(where: { $0.need != nil }) else { return "" }
    let shown = rows.filter { $0.need != nil }.map { row in
      let all = cells(row)
      return ["\(all[0]). \(all[1])"] + all.dropFirst(2)
    }
    return HTMLPage.section(
      "Seeds that verdicts need", id: "power",
      HTMLPage.table(
        label: "Seeds that verdicts need", caption: rule,
        header: ["claim", "verdict", "seeds seen", "seeds needed", "to be", "decided by"],
        rows: shown)
        + (advice.map { HTMLPage.paragraph("Undecided claims would be decided by: \($0)") } ?? ""))
  }
}
