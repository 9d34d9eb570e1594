import GradusClaims
import GradusPlots

extension EvidencePictures {
  /// Colours that are told apart side by side.
  private static let colours = [0, 1, 2, 3, 5, 6]

  /// The losses of compared nets while they trained.
  var comparisons: [String] {
    let names: [(ExperimentName, String)] = [
      (.vggVariants, "Small VGG nets"), (.inceptionModules, "Inception modules"),
      (.plainSizes, "Plain nets that grow"), (.classifierHeads, "Heads, on few images"),
      (.stems, "Stems"), (.families, "Families at equal multiply-adds"),
      (.cellSearch, "Searched and random cells"),
      (.normAndShortcut, "Norm and shortcut"),
    ]
    return names.compactMap { experiment, title in
      let curves = evidence.subjects(experiment).enumerated().compactMap {
        index, subject -> PlotSeries? in
        let points = mean(experiment, subject, .batchLoss)
        return points.isEmpty
          ? nil
          : PlotSeries(
            name: subject.rawValue, points: points,
            colour: .series(Self.colours[index % Self.colours.count]),
            dash: .cycled(index % 3))
      }
      guard !curves.isEmpty else { return nil }
      let plot = LinePlot(
        identifier: "comparison-\(experiment.rawValue)", title: title,
        x: PlotAxis("step", isWhole: true), y: PlotAxis("training loss"), series: curves)
      return HTMLPage.figure(
        plot, caption: "Loss of the batches trained on. " + seedText(experiment))
    }
  }

  /// Gradient norms by layer of deep nets of several families.
  var familyFlow: [String] {
    let curves = evidence.subjects(.familyFlow).enumerated().compactMap {
      index, subject -> PlotSeries? in
      let points = mean(.familyFlow, subject, .gradientNorm, isGeometric: true)
      return points.isEmpty
        ? nil
        : PlotSeries(
          name: subject.rawValue, points: points,
          colour: .series(Self.colours[index % Self.colours.count]), dash: .cycled(index % 3))
    }
    guard !curves.isEmpty else { return [] }
    let plot = LinePlot(
      identifier: "family-flow", title: "Gradients of deep nets before the first step",
      x: PlotAxis("weighted layer, from input to output", isWhole: true),
      y: PlotAxis("norm of the weight gradient", .logarithmic), series: curves)
    return [HTMLPage.figure(plot, caption: seedText(.familyFlow))]
  }
}
