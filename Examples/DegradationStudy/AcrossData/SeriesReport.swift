import GradusClaims
import GradusPlots

/// The page of a series: what holds on every data set, and the table of claims by data set.
struct SeriesReport {
  let agreement: DataAgreement
  let datasets: [SeriesResults.Dataset]
  let table: StudyTable

  /// The page: self-contained but for the links to each study's own report.
  func html() -> String {
    HTMLPage.page(title: "Verdicts across data", body: lead + verdicts + studies + method)
  }

  private var lead: String {
    let answer = agreement.answer(table)
    let text = answer.paragraphs.map { HTMLPage.paragraph($0.joined(separator: " ")) }.joined()
    return """
      <h1>\(MarkupText.escaped(agreement.headline))</h1>
      <div class="lead">
      <p><strong>\(MarkupText.escaped("What the data sets say alike"))</strong></p>
      \(text.isEmpty ? HTMLPage.paragraph("No claim has the same verdict everywhere.") : text)\
      \(agreement.controls(table).map(HTMLPage.paragraph).joined())</div>
      \(differences)
      """
  }

  private var differences: String {
    let found = agreement.differences
    return found.isEmpty
      ? ""
      : HTMLPage.section("What depends on the data", id: "differences", HTMLPage.list(found))
  }

  private var verdicts: String {
    let head = agreement.studies.map { study in
      "<th scope=\"col\">\(MarkupText.escaped(study.name))\(study.isControl ? " (control)" : "")</th>"
    }.joined()
    let body = agreement.rows.map(row).joined()
    return HTMLPage.section(
      "Claims by data set", id: "claims",
      HTMLPage.paragraph(
        "Supported on every data set: everywhere; on some and not on others: here and there; refuted "
          + "on every one: nowhere. Below each verdict is the number that decided it, with its 95 % "
          + "interval. Controls do not count.")
          + """
          <div class="scroll" role="region" tabindex="0" aria-label="Claims by data set">
          <table class="across" aria-label="Claims by data set">
          <thead><tr><th scope="col">claim</th>\(head)<th scope="col">agreement</th></tr></thead>
          <tbody>
          \(body)</tbody>
          </table>
          </div>

          """)
  }

  private func row(_ row: DataAgreement.Row) -> String {
    let cells = row.judgements.map { judgement in
      "<td>\(chip(judgement.verdict.rawValue))"
        + "<span class=\"note\">\(MarkupText.escaped(measured(judgement)))</span></td>"
    }.joined()
    let claim = row.claim
    return """
      <tr><th scope="row">\(claim.number). \(MarkupText.escaped(claim.title))</th>\(cells)\
      <td><strong>\(row.outcome.rawValue)</strong></td></tr>

      """
  }

  private func chip(_ verdict: String) -> String {
    "<span class=\"verdict \(verdict.replacing(" ", with: "-"))\">\(verdict)</span>"
  }

  private func measured(_ judgement: Judgement) -> String {
    guard let finding = judgement.decisive, let estimate = finding.estimate else { return "" }
    let interval =
      finding.interval.map {
        " (\(NumberText.short($0.lowerBound)) … \(NumberText.short($0.upperBound)))"
      } ?? ""
    return NumberText.short(estimate) + interval
  }

  private var studies: String {
    let items = datasets.map { study in
      let machine = [study.processor, study.vectors].compactMap { $0 }.joined(separator: ", ")
      return "<li><a href=\"\(MarkupText.escaped(study.name))/report.html\">"
        + "\(MarkupText.escaped(study.name))</a>: \(MarkupText.escaped(study.dataset))"
        + "\(study.isControl ? ", control" : "")\(machine.isEmpty ? "" : "; made on ")"
        + "\(MarkupText.escaped(machine))</li>\n"
    }
    return HTMLPage.section(
      "The studies", id: "studies", "<ul>\n" + items.joined() + "</ul>\n")
  }

  private var method: String {
    HTMLPage.section(
      "How to read it", id: "method",
      HTMLPage.list([
        "Every data set is a study of its own with the same seeds and criteria, and with the budget "
          + "that its plan chooses for the images; its report has every criterion, every training and "
          + "the machine.",
        "Data sets are few and not drawn from anything: what holds on all of them is not thereby "
          + "proved for others.",
        "Noise with random labels is a control: nets may fit it, but nothing of what they learn can "
          + "hold on other noise.",
      ]))
  }
}
