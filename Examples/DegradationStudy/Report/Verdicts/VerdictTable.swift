import GradusClaims
import GradusPlots

/// The table of claims: what each says, how it was judged and by which numbers.
struct VerdictTable {
  let judgements: [Judgement]

  /// A section with a summary in words and the table.
  var html: String {
    HTMLPage.section(
      "Verdicts", id: "verdicts",
      HTMLPage.paragraph(
        "\(summary) A claim is supported when every one of its criteria holds with its "
          + "uncertainty, refuted when one fails with its uncertainty, and undecided otherwise. "
          + "Levels are judged by Student's 95 % interval over seeds, differences by the exact "
          + "one-sided sign-flip test over paired seeds and a bootstrap interval.")
        + table)
  }

  /// For example: 14 supported, 3 refuted, 2 undecided, 7 not run in this preset.
  private var summary: String {
    let counts = Verdict.allCases.compactMap { verdict -> String? in
      let count = judgements.count { $0.verdict == verdict }
      guard count > 0 else { return nil }
      return "\(count) \(verdict.rawValue)\(verdict == .notRun ? " in this preset" : "")"
    }
    return "Of \(judgements.count) claims: " + counts.joined(separator: ", ") + "."
  }

  private var table: String {
    """
    <table class="verdicts" aria-label="Verdicts">
    <thead><tr><th scope="col">Claim</th><th scope="col">Verdict</th>\
    <th scope="col">Measured</th></tr></thead>
    <tbody>
    \(judgements.map(row).joined())</tbody>
    </table>

    """
  }

  private func row(_ judgement: Judgement) -> String {
    let claim = judgement.claim
    let findings =
      judgement.findings.isEmpty
      ? "<p class=\"note\">Expected: \(MarkupText.escaped(claim.expected)). Not run.</p>"
      : "<ul>" + judgement.findings.map(item).joined() + "</ul>"
        + "<p class=\"note\">Expected: \(MarkupText.escaped(claim.expected)).\(budget(claim))</p>"
    return """
      <tr><th scope="row"><strong>\(claim.number). \(MarkupText.escaped(claim.title))</strong>
      <span>\(MarkupText.escaped(claim.statement))</span>
      <cite>\(MarkupText.escaped(claim.source))</cite></th>
      <td><span class="verdict \(Self.style(judgement.verdict))">\(judgement.verdict.rawValue)\
      </span></td>
      <td>\(findings)</td></tr>

      """
  }

  private func budget(_ claim: Claim) -> String {
    claim.budget.map { " Holds for: \(MarkupText.escaped($0))." } ?? ""
  }

  private func item(_ finding: Finding) -> String {
    "<li class=\"\(Self.style(finding.verdict))\">\(MarkupText.escaped(Self.text(finding)))</li>"
  }

  /// For example: growth a layer: 1.21 [1.20, 1.22], must be in 1.17 … 1.27.
  static func text(_ finding: Finding) -> String {
    var text = "\(finding.quantity): \(NumberText.short(finding.estimate))"
    if let interval = finding.interval {
      text +=
        " [\(NumberText.short(interval.lowerBound)), \(NumberText.short(interval.upperBound))]"
    }
    if let p = finding.pValue { text += ", p = \(NumberText.short(p))" }
    text += "; must be \(finding.requirement)"
    let seeds = finding.count == 1 ? "1 seed" : "\(finding.count) seeds"
    return text + " (\(seeds)" + (finding.missing > 0 ? ", \(finding.missing) without" : "") + ")"
  }

  private static func style(_ verdict: Verdict) -> String {
    verdict.rawValue.replacing(" ", with: "-")
  }
}
