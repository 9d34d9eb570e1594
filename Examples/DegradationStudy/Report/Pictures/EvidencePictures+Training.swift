import GradusClaims
import GradusPlots

extension EvidencePictures {
  /// Training losses at several lengths.
  var losses: [String] {
    [
      (ExperimentName.fullyConnectedDepth, scale.mlpDepths, "fully connected nets"),
      (.convolutionalDepth, scale.convolutionalDepths, "small convolutional nets"),
    ].compactMap { experiment, depths, kind in
      let curves = netSeries(experiment, .trainLoss, depths: depths)
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
        Quantity.gradientRatio, "First to last layer: gradient ratio",
        "norm of the first weight gradient / last convolution's", "step-ratio",
        "Above 1 the first layer gets the larger gradient, below 1 the smaller one. "
      ),
      (
        .firstWeightGrowth, "Growth of the first layer's weights",
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

  /// What auxiliary heads do to the first layer's gradient and to the loss.
  var auxiliaryHeads: [String] {
    [
      (
        Quantity.stemGradient, "Gradient of GoogLeNet's first convolution", "norm",
        AxisScale.Kind.logarithmic
      ),
      (.trainLoss, "Training loss of GoogLeNet's main classifier", "cross-entropy", .linear),
    ].compactMap { quantity, title, label, kind in
      let curves = [Subject.withHeads, .withoutHeads].enumerated().compactMap {
        index, subject -> PlotSeries? in
        let points = mean(
          .auxiliaryHeads, subject, quantity, isGeometric: kind == .logarithmic)
        return points.isEmpty
          ? nil
          : PlotSeries(
            name: subject.rawValue, points: points, colour: .series(index), dash: .cycled(index),
            marksPoints: true)
      }
      guard !curves.isEmpty else { return nil }
      let plot = LinePlot(
        identifier: "auxiliary-heads-\(quantity.rawValue.replacing(" ", with: "-"))", title: title,
        x: PlotAxis("step", .logarithmicWithZero, isWhole: true), y: PlotAxis(label, kind),
        series: curves)
      return HTMLPage.figure(plot, caption: seedText(.auxiliaryHeads))
    }
  }

  /// Fig. 7 of He et al.
  var responses: [String] {
    let curves = netSeries(
      .convolutionalDepth, .responseDeviation, depths: scale.convolutionalDepths,
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
