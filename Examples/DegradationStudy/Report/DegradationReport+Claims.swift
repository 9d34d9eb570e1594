import GradusPlots

extension DegradationReport {
  /// Whether experiments were made for claims, beyond runs of full-size nets.
  var testsClaims: Bool {
    judgements.contains { judgement in
      judgement.verdict != .notRun && judgement.claim.experiments != [.curves]
    }
  }

  /// The question and its answer, composed from the verdicts.
  var answerSection: String {
    let answer = Answer(judgements, table)
    let paragraphs = answer.paragraphs.map { HTMLPage.paragraph($0.joined(separator: " ")) }
    let text =
      paragraphs.isEmpty
      ? HTMLPage.paragraph("None of the claims tested decides it.") : paragraphs.joined()
    return """
      <h1>\(MarkupText.escaped(answer.headline))</h1>
      <div class="lead">
      <p><strong>\(MarkupText.escaped(answer.question))</strong></p>
      \(text)\(HTMLPage.paragraph(budget))</div>

      """
  }

  private var budget: String {
    let shown = evidence[.fullyConnectedDepth].isEmpty ? "" : ": see the loss against its length"
    return "Numbers in brackets are the claim and the measurement that decided it. "
      + (table == .lecture
        ? "The nets are small and their trainings short: a verdict holds for these sizes."
        : "The budget is short, and a short budget exaggerates the gap between shallow and deep "
          + "nets\(shown).")
  }
}
