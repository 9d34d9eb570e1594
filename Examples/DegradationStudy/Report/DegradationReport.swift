import GradusClaims
import GradusPlots

/// The report of the study as one HTML file.
///
/// What it says in words is computed from the numbers, so it holds whatever the outcome is.
struct DegradationReport {
  /// All runs.
  let results: StudyResults
  /// What was logged while they trained.
  let curves: [TrainingCurve]
  /// The machine and the software: name to value.
  let environment: [String: String]
  /// How the program was started: option to value.
  let configuration: [String: String]
  /// What the experiments recorded.
  let evidence: Evidence
  /// The claims that were tested.
  let judgements: [Judgement]
  /// The sizes of the experiments.
  let scale: ExperimentScale
  /// The table of claims.
  let table: StudyTable
  /// What was planned; nil for a study of nothing but runs.
  let plan: ExperimentPlan?

  let names: RunNames
  /// The gradient norms of each run, in the order of the results.
  let profiles: [(run: RunIdentity, profile: GradientProfile)]

  /// Prepares the report.
  ///
  /// - Parameters:
  ///   - results: all runs.
  ///   - curves: what was logged while they trained, in any order.
  ///   - environment: the machine and the software: name to value.
  ///   - configuration: how the program was started: option to value.
  ///   - evidence: what the experiments recorded.
  ///   - judgements: the claims that were tested.
  ///   - scale: the sizes of the experiments.
  ///   - table: the table of claims.
  ///   - plan: what was planned before the first trial.
  init(
    results: StudyResults, curves: [TrainingCurve], environment: [String: String],
    configuration: [String: String], evidence: Evidence = Evidence(),
    judgements: [Judgement] = [], scale: ExperimentScale = StudyPreset.quick.scale(),
    table: StudyTable = .degradation, plan: ExperimentPlan? = nil
  ) {
    (self.evidence, self.judgements) = (evidence, judgements)
    (self.scale, self.table, self.plan) = (scale, table, plan)
    (self.results, self.curves) = (results, curves)
    (self.environment, self.configuration) = (environment, configuration)
    names = RunNames(results.runs.map(\.identity) + curves.map(\.run))
    profiles = results.runs.map { run in
      let layers = curves.first { $0.run == run.identity }?.layers ?? []
      return (run.identity, GradientProfile(run, layers: layers))
    }
  }

  /// The report of everything a study has recorded.
  init(_ records: StudyRecords) {
    self.init(
      results: records.results, curves: records.curves, environment: records.environment,
      configuration: records.configuration.summary, evidence: records.evidence,
      judgements: records.judgements, scale: records.configuration.scale,
      table: records.configuration.table, plan: records.plan)
  }

  /// The page: self-contained, without scripts, for screens light and dark and for paper.
  func html() -> String {
    HTMLPage.page(
      title: table == .lecture
        ? "The lecture's claims, tested" : "Degradation study: plain and residual nets",
      body: (testsClaims ? answerSection : headlineSection)
        + (judgements.isEmpty ? "" : VerdictTable(judgements: judgements).html)
        + PowerTable(judgements, evidence, testsClaims: plan != nil).html + runSections
        + EvidencePictures(evidence: evidence, scale: scale).html
        + MeasurementTable(evidence: evidence).html + methodSection)
  }

  /// What full-size nets have to show; a study of claims may have none.
  private var runSections: String {
    results.runs.isEmpty && testsClaims
      ? "" : figure6Section + tableSection + curvesSection + gradientsSection + ratioSection
  }

  private var tableSection: String {
    let rows = zip(results.runs, profiles).map { run, named in
      let profile = named.profile
      let last = profile.steps.last ?? 0
      let norm = { (layer: String?) in
        NumberText.short(layer.flatMap { profile.norm($0, at: last) })
      }
      return [
        names.net(run.identity), "\(run.width)", "\(run.seed)", "\(run.parameters)",
        "\(run.steps)", NumberText.short(run.trainLoss, digits: 4), percent(run.trainError),
        percent(run.testError), norm(profile.firstConvolution), norm(profile.lastConvolution),
        NumberText.short(run.secondsPerStep), run.diverged ? "yes" : "no",
      ]
    }
    let table = HTMLPage.table(
      label: "Runs",
      caption: "Training loss: mean of the last 100 steps. Gradient norms: at the last step "
        + "measured.",
      header: [
        "net", "width", "seed", "parameters", "steps", "train loss", "train error %",
        "test error %", "gradient norm, first conv", "gradient norm, last conv", "s per step",
        "diverged",
      ], rows: rows)
    return HTMLPage.section("Runs", id: "runs", table)
  }

  private func percent(_ fraction: Double?) -> String {
    NumberText.fixed(fraction.map { $0 * 100 }, decimals: 2)
  }
}
