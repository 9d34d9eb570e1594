import GradusPlots

extension EvidencePictures {
  /// Training losses at several lengths.
  var losses: [String] {
    [
      (ExperimentName.fullyConnectedDepth, scale.mlpDepths, "fully connected nets"),
      (.convolutionalDepth, scale.convolutionalDepths, "small convolutional nets"),
    ].compactMap { experiment, depths, kind in
      let curves = netSeries(experiment, "train loss", depths: depths)
      guard !curves.isEmpty else { return nil }
      let plot = LinePlot(
        identifier: "loss-\(experiment.rawValue)", title: "Training loss, \(kind)",
        x: PlotAxis("steps", .logarithmic, isWhole: true), y: PlotAxis("cross-entropy"),
        series: curves)
      return HTMLPage.figure(
        plot,
        caption: "Loss on \(scale.fixedImages) fixed training images in inference mode. "
          + seedText(experiment))
    }
  }

  /// Ratios and weight growth while training.
  var firstSteps: [String] {
    let quantities = [
      (
        "gradient ratio", "First to last layer: gradient ratio",
        "norm of the first weight gradient / last convolution's", "step-ratio",
        "Above 1 the first layer gets the larger gradient, below 1 the smaller one. "
      ),
      (
        "first weight growth", "Growth of the first layer's weights",
        "norm of the first weights / at step 0", "weight-growth",
        "Batch norm makes a layer's effective learning rate fall with the square of this. "
      ),
    ]
    return quantities.compactMap { name, title, label, identifier, text in
      let curves = netSeries(
        .convolutionalDepth, name, depths: scale.convolutionalDepths, isGeometric: true)
      guard !curves.isEmpty else { return nil }
      let plot = LinePlot(
        identifier: identifier, title: title,
        x: PlotAxis("step", .logarithmicWithZero, isWhole: true), y: PlotAxis(label, .logarithmic),
        series: curves)
      return HTMLPage.figure(plot, caption: text + seedText(.convolutionalDepth))
    }
  }

  /// What auxiliary heads add to the first layer's gradient.
  var auxiliaryHeads: [String] {
    let points = mean(.auxiliaryHeads, "googlenet", "stem gradient ratio", isGeometric: true)
    guard !points.isEmpty else { return [] }
    let plot = LinePlot(
      identifier: "auxiliary-heads", title: "GoogLeNet's first gradient, with heads / without",
      x: PlotAxis("step", .logarithmicWithZero, isWhole: true),
      y: PlotAxis("ratio of the norms", .logarithmic),
      series: [PlotSeries(name: "GoogLeNet", points: points, colour: .series(0), marksPoints: true)]
    )
    return [HTMLPage.figure(plot, caption: seedText(.auxiliaryHeads))]
  }

  /// Fig. 7 of He et al.
  var responses: [String] {
    let curves = netSeries(
      .convolutionalDepth, "response deviation", depths: scale.convolutionalDepths,
      marksPoints: false, isGeometric: true)
    guard !curves.isEmpty else { return [] }
    let plot = LinePlot(
      identifier: "responses", title: "Deviation of layer responses after training",
      x: PlotAxis("layer, from input to output", isWhole: true),
      y: PlotAxis("standard deviation", .logarithmic), series: curves)
    return [
      HTMLPage.figure(
        plot,
        caption: "Before training every layer's deviation is 1. " + seedText(.convolutionalDepth))
    ]
  }
}
