import GradusClaims
import GradusPlots

extension EvidencePictures {
  /// Gradient norms by depth before training.
  var initialGradients: [String] { [stackPlot, netPlot].compactMap { $0 } }

  private var stackPlot: String? {
    let experiment = ExperimentName.fullyConnectedInitialization
    let kinds = RandomStack.Kind.allCases
    let curves = kinds.enumerated().compactMap { index, kind -> PlotSeries? in
      let points = mean(
        experiment, .stack(kind), .activationGradientNorm, isGeometric: true)
      return points.isEmpty
        ? nil
        : PlotSeries(
          name: kind.rawValue, points: points, colour: .series(index), dash: .cycled(index % 3))
    }
    guard !curves.isEmpty else { return nil }
    let plot = LinePlot(
      identifier: "stack-gradients",
      title: "Fully connected stacks of \(scale.stackDepth) layers",
      x: PlotAxis("layer, from input to output", isWhole: true),
      y: PlotAxis("norm of the activation gradient", .logarithmic), series: curves)
    return HTMLPage.figure(
      plot, caption: "The gradient enters at the right. " + seedText(experiment))
  }

  private var netPlot: String? {
    let experiment = ExperimentName.convolutionalInitialization
    let depths = Array(scale.initialDepths.prefix(2))
    let curves = netSeries(
      experiment, .gradientNorm, depths: depths, marksPoints: false, isGeometric: true)
    guard !curves.isEmpty else { return nil }
    let plot = LinePlot(
      identifier: "net-gradients", title: "CIFAR-style nets of width \(scale.initialWidth)",
      x: PlotAxis("weighted layer, from input to output", isWhole: true),
      y: PlotAxis("norm of the weight gradient", .logarithmic), series: curves)
    return HTMLPage.figure(plot, caption: seedText(experiment))
  }
}
