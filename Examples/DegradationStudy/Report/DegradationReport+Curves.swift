import GradusPlots

extension DegradationReport {
  var curvesSection: String {
    let loss = HTMLPage.figure(
      lossPlot,
      caption: "Training loss of single batches (faint) and its running mean (over \(windows) "
        + "steps)." + (isCut ? " Values above twice the initial loss are cut off." : ""))
    return HTMLPage.section(
      "Training", id: "training", HTMLPage.figures([loss] + errorFigures))
  }

  /// Both panels of He et al. 2015, Fig. 1; the right one where test errors were measured on the way.
  private var errorFigures: [String] {
    let panels: [(String, String, KeyPath<TrainingCurve, [TrainingCurve.Point]>, Bool)] = [
      ("train-error", "Error on training images", \.trainError, true),
      ("test-error", "Error on test images", \.testError, false),
    ]
    return panels.compactMap { identifier, title, path, isRaw in
      // A single measurement at the end makes no curve; it stands in the table.
      guard curves.contains(where: { $0[keyPath: path].count > 1 }) || curves.isEmpty else {
        return nil
      }
      let text =
        isRaw
        ? "\(title): single batches (faint) and their running mean (over \(windows) steps)."
        : "\(title), in inference mode: up to 1,000 along the way, all that were asked for at the "
          + "end. The dots are the measurements."
      return HTMLPage.figure(errorPlot(identifier, title, path, isRaw: isRaw), caption: text)
    }
  }

  /// Twice the highest first loss: beyond, a diverging run would flatten all others.
  private var lossLimit: Double? {
    curves.compactMap { curve in curve.loss.first { $0.value.isFinite }?.value }.max()
      .map { 2 * $0 }
  }

  private var highestLoss: Double? {
    curves.flatMap { $0.loss.map(\.value) }.filter(\.isFinite).max()
  }

  private var isCut: Bool {
    if let lossLimit, let highestLoss { highestLoss > lossLimit } else { false }
  }

  private var windows: String {
    let all = Set(curves.map { RunningMean.window(for: $0.loss.count) })
    guard let low = all.min(), let high = all.max() else { return "0" }
    return low == high ? "\(low)" : "\(low) to \(high)"
  }

  private var lossPlot: LinePlot {
    let raw = curves.map { curve in
      names.series(
        curve.run, points(curve.loss), weight: .faint, isNamed: false, suffix: " (single batches)")
    }
    let smooth = curves.map { curve in
      let window = RunningMean.window(for: curve.loss.count)
      return names.series(curve.run, points(RunningMean.smoothed(curve.loss, window: window)))
    }
    let limits = isCut ? lossLimit.flatMap { $0 > 0 ? 0...$0 : nil } : nil
    return LinePlot(
      identifier: "training-loss", title: "Training loss", x: PlotAxis("step", isWhole: true),
      y: PlotAxis("cross-entropy", limits: limits), series: raw + smooth)
  }

  private func errorPlot(
    _ identifier: String, _ title: String, _ path: KeyPath<TrainingCurve, [TrainingCurve.Point]>,
    isRaw: Bool
  ) -> LinePlot {
    let raw = curves.filter { _ in isRaw }.map { curve in
      names.series(
        curve.run, points(curve[keyPath: path], factor: 100), weight: .faint, isNamed: false,
        suffix: " (single batches)")
    }
    let shown = curves.map { curve in
      let measured = curve[keyPath: path]
      let window = isRaw ? RunningMean.window(for: measured.count) : 1
      return names.series(
        curve.run, points(RunningMean.smoothed(measured, window: window), factor: 100),
        marksPoints: !isRaw)
    }
    return LinePlot(
      identifier: identifier, title: title, x: PlotAxis("step", isWhole: true),
      y: PlotAxis("wrong answers, %"), series: raw + shown)
  }

  private func points(_ points: [TrainingCurve.Point], factor: Double = 1) -> [PlotPoint] {
    points.map { PlotPoint(x: Double($0.step), y: $0.value * factor) }
  }
}
