import GradusClaims
import GradusPlots

extension DegradationReport {
  /// How many runs get a plot of their own.
  private static let shownRuns = 8

  var gradientsSection: String {
    let shown = shownProfiles
    let limits = commonLimits(shown.map(\.profile))
    let figures = shown.map { run, profile in
      HTMLPage.figure(plot(run, profile, limits), caption: caption(run, profile))
    }
    let omitted = profiles.count - shown.count
    return HTMLPage.section(
      "Gradient of every layer", id: "gradients",
      HTMLPage.paragraph(
        "Norm of the loss gradient with respect to each layer's weights, from the input (left) to "
          + "the output (right), at steps spaced logarithmically. All plots share one scale. A "
          + "single moment can show exploding, healthy or vanishing gradients: which of them one "
          + "reports depends on the step one looks at.")
        + (omitted > 0
          ? HTMLPage.paragraph(
            "Shown is one run of each net, up to \(Self.shownRuns); the numbers of the other "
              + "\(omitted) runs are in the results file.") : "")
        + HTMLPage.figures(figures))
  }

  var ratioSection: String {
    let series = profiles.map { run, profile in
      names.series(
        run,
        profile.steps.map { PlotPoint(x: Double($0), y: profile.ratio(at: $0) ?? .nan) },
        marksPoints: true)
    }
    let plot = LinePlot(
      identifier: "gradient-ratio", title: "First to last layer: gradient ratio over time",
      x: PlotAxis("step", .logarithmicWithZero, isWhole: true),
      y: PlotAxis("norm of the first convolution / norm of the last one", .logarithmic),
      series: series)
    let verdicts = profiles.compactMap { run, profile in verdict(run, profile) }
    return HTMLPage.section(
      "First against last layer", id: "ratio",
      HTMLPage.figures([
        HTMLPage.figure(
          plot, caption: "Above 1 the first layers get larger gradients, below 1 smaller ones."),
        "<div>"
          + HTMLPage.paragraph(
            "Called exploding above a ratio of 10, vanishing below 0.1, healthy between:")
          + HTMLPage.list(verdicts) + "</div>\n",
      ]))
  }

  /// The first run of each net.
  private var shownProfiles: [(run: RunIdentity, profile: GradientProfile)] {
    var seen: Set<String> = []
    return Array(
      profiles.filter { !$0.profile.layers.isEmpty && seen.insert(names.net($0.run)).inserted }
        .prefix(Self.shownRuns))
  }

  private func commonLimits(_ profiles: [GradientProfile]) -> ClosedRange<Double>? {
    let norms = profiles.flatMap { profile in
      profile.logarithmicSteps.flatMap { step in
        profile.layers.compactMap { profile.norm($0, at: step) }
      }
    }
    let domain = AxisScale(.logarithmic, covering: norms, isRounded: true).domain
    return norms.contains { $0 > 0 } ? domain : nil
  }

  private func plot(
    _ run: RunIdentity, _ profile: GradientProfile, _ limits: ClosedRange<Double>?
  ) -> LinePlot {
    let steps = profile.logarithmicSteps
    let series = steps.enumerated().map { index, step in
      PlotSeries(
        name: "step \(step)",
        points: profile.layers.enumerated().map { position, layer in
          PlotPoint(x: Double(position + 1), y: profile.norm(layer, at: step) ?? .nan)
        }, colour: .sequence(index, of: steps.count),
        dash: index.isMultiple(of: 2) ? .solid : .dashed,
        weight: step == 0 ? .strong : .normal)
    }
    return LinePlot(
      identifier: "gradients-\(names.run(run))", title: names.run(run),
      x: PlotAxis("layer, from input to output", isWhole: true),
      y: PlotAxis("norm of the weight gradient", .logarithmic, limits: limits), series: series)
  }

  private func caption(_ run: RunIdentity, _ profile: GradientProfile) -> String {
    let (first, last) = (profile.layers.first ?? "", profile.layers.last ?? "")
    return "Gradient norms of \(names.run(run)) from \(first) (1) to \(last) "
      + "(\(profile.layers.count))."
  }

  /// For example: plain-56: exploding at step 0 (ratio 2100), healthy at step 1 (0.9).
  private func verdict(_ run: RunIdentity, _ profile: GradientProfile) -> String? {
    var parts: [String] = []
    var previous: GradientProfile.Verdict?
    for step in profile.logarithmicSteps {
      guard let verdict = profile.verdict(at: step), verdict != previous else { continue }
      previous = verdict
      parts.append(
        "\(verdict.rawValue) \(parts.isEmpty ? "at" : "from") step \(step) "
          + "(\(NumberText.short(profile.ratio(at: step))))")
    }
    return parts.isEmpty ? nil : "\(names.run(run)): " + parts.joined(separator: ", ") + "."
  }
}
