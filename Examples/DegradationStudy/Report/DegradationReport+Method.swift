import GradusPlots

extension DegradationReport {
  var methodSection: String {
    let seeds = Set(results.runs.map(\.seed)).sorted().map { "\($0)" }.joined(separator: ", ")
    return HTMLPage.section(
      "Method, machine and limits", id: "method",
      (table == .lecture
        ? ""
        : HTMLPage.paragraph(
          "After He, Zhang, Ren and Sun, “Deep Residual Learning for Image Recognition” (2015), "
            + "section 4.2: nets of 6 n + 2 weighted layers with batch normalisation. A plain net "
            + "and the residual net of the same depth have the same number of parameters, because "
            + "the shortcuts have none (option A); within a seed they differ in nothing else. The "
            + "paper conjectures that vanishing gradients are not the cause, since its gradients "
            + "had healthy norms; the gradient plots above put that to the test."))
        + (results.runs.isEmpty
          ? ""
          : HTMLPage.paragraph("Seeds of the full-size nets: \(seeds). Every run is in the table."))
        + experiments
        + "<h3>Configuration</h3>\n" + HTMLPage.definitions(configuration)
        + "<h3>Machine</h3>\n" + HTMLPage.definitions(environment)
        + "<h3>Limits</h3>\n"
        + HTMLPage.list(
          claimLimits + runLimits + [
            "A gradient norm is measured on one batch and says nothing about the direction.",
            "Batch normalisation makes a layer's gradient shrink as its weights grow, so a small "
              + "gradient in an early layer can be the effect of a large first update.",
          ]))
  }

  /// What each experiment was planned to do.
  private var experiments: String {
    guard let plan else { return "" }
    let seeds = plan.seeds.map { "\($0)" }.joined(separator: ", ")
    return HTMLPage.paragraph(
      "Seeds of the experiments: \(seeds), decided before the first trial with everything below; "
        + "no seed was left out. A seed decides weights and the order of the data, so nets of one "
        + "seed form pairs. Before losses are measured, batch norm gets the exact statistics of "
        + "training images in place of moving averages.")
      + (plan.budget.map { "<h3>Budget</h3>\n" + HTMLPage.definitions($0) } ?? "")
      + plan.experiments.map { experiment in
        "<h3>\(MarkupText.escaped(experiment.name.rawValue))</h3>\n"
          + HTMLPage.paragraph(experiment.summary) + HTMLPage.definitions(experiment.design)
      }.joined()
  }

  private var claimLimits: [String] {
    plan == nil
      ? []
      : [
        "The small nets see images of 1/\(scale.shrinkage) of the side and few of them; He et al. "
          + "trained on 50,000 images for 64,000 steps. A verdict holds for these sizes.",
        "An undecided claim is not a refuted one: more seeds or steps may decide it.",
      ]
  }

  private var runLimits: [String] {
    results.runs.isEmpty
      ? []
      : [
        "The longest full-size run had \(results.runs.map(\.steps).max() ?? 0) updates, those of "
          + "the paper 64,000; short budgets exaggerate the gap between shallow and deep nets.",
        "All full-size nets share one learning rate; each might do better at its own.",
        "The training loss of full-size runs is measured on the batches trained on, while the "
          + "weights change, with batch statistics.",
      ]
  }
}
