import GradusPlots

extension DegradationReport {
  /// Both panels of He et al. 2015, Fig. 6, and their errors beside these.
  var figure6Section: String {
    guard configuration["preset"] == StudyPreset.fig6.rawValue, !curves.isEmpty else { return "" }
    let panels = RunIdentity.Kind.allCases.compactMap(panel)
    return HTMLPage.section(
      "He et al. 2015, Fig. 6", id: "figure-6",
      HTMLPage.figures(panels) + paperTable)
  }

  /// Training errors dashed, test errors solid, a colour a depth; the seeds faint under their mean.
  private func panel(_ kind: RunIdentity.Kind) -> String? {
    let depths = Set(curves.filter { $0.run.kind == kind }.map(\.run.depth)).sorted()
    let series = depths.enumerated().flatMap { place, depth in
      let own = curves.filter { $0.run.kind == kind && $0.run.depth == depth }
      return Self.series(own, \.trainError, "training", .dashed, place, smooths: true)
        + Self.series(own, \.testError, "test", .solid, place, smooths: false)
    }
    guard !series.isEmpty else { return nil }
    let plot = LinePlot(
      identifier: "figure-6-\(kind.rawValue)", title: "Errors of \(kind.rawValue) nets",
      x: PlotAxis("step", isWhole: true), y: PlotAxis("wrong answers, %"), series: series)
    return HTMLPage.figure(
      plot,
      caption:
        "Dashed: training batches, running mean. Solid: test images, up to 1,000 along the way "
        + "and all at the end. Several seeds: their mean with Student's 95 % interval, and each of "
        + "them faint.")
  }

  private static func series(
    _ curves: [TrainingCurve], _ path: KeyPath<TrainingCurve, [TrainingCurve.Point]>,
    _ part: String, _ dash: DashStyle, _ colour: Int, smooths: Bool
  ) -> [PlotSeries] {
    guard let net = curves.first?.run.net else { return [] }
    let lines = curves.map { curve in
      let points = curve[keyPath: path]
      let window = smooths ? RunningMean.window(for: points.count) : 1
      return RunningMean.smoothed(points, window: window)
        .map { PlotPoint(x: Double($0.step), y: 100 * $0.value) }
    }
    let faint: [PlotSeries] =
      lines.count == 1
      ? []
      : zip(curves, lines).map { curve, points in
        PlotSeries(
          name: "\(net) seed \(curve.run.seed), \(part)", points: points, colour: .series(colour),
          dash: dash, weight: .faint, isNamed: false)
      }
    return faint + [
      PlotSeries(
        name: "\(net), \(part)", points: mean(lines), colour: .series(colour), dash: dash,
        marksPoints: !smooths)
    ]
  }

  /// The mean over lines that were measured at the same steps, up to where the shortest ends.
  private static func mean(_ lines: [[PlotPoint]]) -> [PlotPoint] {
    let count = lines.map(\.count).min() ?? 0
    return (0..<count).map { index in
      PlotPoint(x: lines[0][index].x, meanOf: lines.map { $0[index].y })
    }
  }

  private var paperTable: String {
    let nets = Set(
      results.runs.map { RunIdentity(kind: $0.kind, depth: $0.depth, width: $0.width, seed: 0) }
    )
    .sorted { ($0.depth, $0.kind.rawValue) < ($1.depth, $1.kind.rawValue) }
    let rows = nets.map { net in
      let runs = results.runs.filter { $0.kind == net.kind && $0.depth == net.depth }
      let missing = net.kind == .plain ? "drawn only" : "none"
      let paper = net.kind == .residual ? HeFigure6.residualErrors[net.depth] : nil
      return [
        net.net, "\(runs.count)", Self.range(runs.map(\.trainError)),
        Self.range(runs.map(\.testError)),
        paper.map { NumberText.fixed($0, decimals: 2) } ?? missing,
      ]
    }
    let steps = results.runs.map(\.steps).max() ?? 0
    return HTMLPage.table(
      label: "Beside the paper",
      caption:
        "Mean of the seeds, lowest … highest, in percent; the paper prints errors of residual "
        + "nets alone (Table 6). What differs: \(steps) steps instead of \(HeFigure6.steps), with the "
        + "rate divided at the same shares of them, and images that may have been JPEG.",
      header: ["net", "seeds", "training error %", "test error %", "test error %, paper"],
      rows: rows)
  }

  /// The mean in percent, with the extremes where there are several; nothing where a run has none.
  private static func range(_ fractions: [Double?]) -> String {
    let values = fractions.compactMap { $0.map { 100 * $0 } }
    guard values.count == fractions.count, let low = values.min(), let high = values.max() else {
      return NumberText.fixed(nil, decimals: 2)
    }
    let mean = NumberText.fixed(values.reduce(0, +) / Double(values.count), decimals: 2)
    guard values.count > 1 else { return mean }
    return
      "\(mean) (\(NumberText.fixed(low, decimals: 2)) … \(NumberText.fixed(high, decimals: 2)))"
  }
}
