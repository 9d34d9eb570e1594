import Insight

extension DegradationReport {
  var methodSection: String {
    let seeds = Set(results.runs.map(\.seed)).sorted().map { "\($0)" }.joined(separator: ", ")
    return HTMLPage.section(
      "Method, machine and limits", id: "method",
      HTMLPage.paragraph(
        "After He, Zhang, Ren and Sun, “Deep Residual Learning for Image Recognition” (2015), "
          + "section 4.2: nets of 6 n + 2 weighted layers with batch normalisation. A plain net "
          + "and the residual net of the same depth have the same number of parameters, because "
          + "the shortcuts have none (option A); within a seed they differ in nothing else. The "
          + "paper conjectures that vanishing gradients are not the cause, since its gradients "
          + "had healthy norms; the gradient plots above put that to the test.")
        + HTMLPage.paragraph("Seeds: \(seeds.isEmpty ? "none" : seeds). Every run is in the table.")
        + "<h3>Configuration</h3>\n" + HTMLPage.definitions(configuration)
        + "<h3>Machine</h3>\n" + HTMLPage.definitions(environment)
        + "<h3>Limits</h3>\n"
        + HTMLPage.list([
          "The longest run had \(results.runs.map(\.steps).max() ?? 0) updates, those of the paper "
            + "64,000; short budgets exaggerate the gap between shallow and deep nets.",
          "All nets share one learning rate; each might do better at its own.",
          "The training loss is measured on the batches trained on, while the weights change, "
            + "with batch statistics.",
          "A gradient norm is measured on one batch and says nothing about the direction.",
          "Batch normalisation makes a layer's gradient shrink as its weights grow, so a small "
            + "gradient in an early layer can be the effect of a large first update.",
        ]))
  }
}
