import GradusClaims
import GradusPlots

extension EvidencePictures {
  /// What depth costs plain and residual nets, and the difference, by the length of training.
  var interactions: [String] {
    let families: [(ExperimentName, [Int], String)] = [
      (.fullyConnectedDepth, scale.mlpDepths, "fully connected nets"),
      (.convolutionalDepth, scale.convolutionalDepths, "small convolutional nets"),
    ]
    return families.compactMap { experiment, depths, kind in
      let points = LengthInteraction(
        evidence, experiment, plain: .plain(depths), residual: .residual(depths)
      ).points
      guard points.count > 1 else { return nil }
      let line = { (value: (LengthInteraction.Point) -> PlotPoint) in points.map(value) }
      let plot = LinePlot(
        identifier: "interaction-\(experiment.rawValue)",
        title: "What depth adds to the loss, \(kind)",
        x: PlotAxis("steps", .logarithmic, isWhole: true), y: PlotAxis("cross-entropy"),
        series: [
          PlotSeries(
            name: "plain", points: line { PlotPoint(x: $0.steps, meanOf: $0.plain) },
            colour: .series(1), marksPoints: true),
          PlotSeries(
            name: "residual", points: line { PlotPoint(x: $0.steps, meanOf: $0.residual) },
            colour: .series(0), marksPoints: true),
          PlotSeries(
            name: "difference",
            points: line { PlotPoint(x: $0.steps, y: $0.difference, interval: $0.interval) },
            colour: .series(2), weight: .strong, marksPoints: true),
        ])
      return HTMLPage.figure(
        plot,
        caption:
          "Training loss of \(depths[1]) layers minus that of \(depths[0]), without and with "
          + "shortcuts, and the difference of the two with the bootstrap interval that claim 13 is "
          + "judged by. Residual nets too are slow at first: its verdict holds for the budget it "
          + "names. " + seedText(experiment))
    }
  }
}
