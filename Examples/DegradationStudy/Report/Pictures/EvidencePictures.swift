import Foundation
import GradusClaims
import GradusPlots

/// The pictures of what the experiments recorded, each with its numbers to download.
struct EvidencePictures {
  let evidence: Evidence
  let scale: ExperimentScale

  /// All sections that have something to show.
  var html: String {
    [
      section(
        "Loss against training length", "length", losses + interactions,
        "A short budget exaggerates the gap: deep plain nets are slow to start. The rates are "
          + "constant, so each point is also the end of a shorter training."),
      section(
        "Gradients before the first step", "start", initialGradients,
        "Without batch norm He's start keeps the gradient of plain nets; batch norm makes it grow "
          + "exponentially towards the input, shortcuts make it grow slowly."),
      section(
        "Gradients and weights in the first steps", "steps", firstSteps,
        "One moment can show exploding, healthy or vanishing gradients, so steps are spaced "
          + "logarithmically."),
      section("Layer by step", "atlas", atlas, "Every layer from the input (top) at each step."),
      section(
        "Responses", "responses", responses,
        "He et al. 2015, Fig. 7: the deviation of each layer's response after batch norm."),
      section(
        "Auxiliary heads", "heads", auxiliaryHeads,
        "Szegedy et al. 2014: GoogLeNet with and without two more classifiers on the way, from a "
          + "start of its time: the gradient of its first convolution and its loss while it trains."
      ),
      section(
        "Gradients of families", "families", familyFlow,
        "Shortcuts, before or after activation, and concatenation keep the first layers' gradients "
          + "in range."),
      section(
        "Comparisons", "comparisons", comparisons,
        "Nets that differ in one thing, trained on the same batches."),
      section(
        "Ablations", "ablations", ablations,
        "Learning rates of nets with and without batch norm and shortcuts, and a plain net whose "
          + "filters were replaced while it trained."),
      section(
        "Shattered gradients", "shattering", shattering,
        "Balduzzi et al. 2017: how alike the gradients of two examples are, with the statistics "
          + "of batch norm held constant."),
      section(
        "Paths", "paths", paths,
        "Veit et al. 2016: the gradient of the first layer, split exactly by how many residual "
          + "branches it came through."),
      section(
        "Loss surfaces", "surfaces", surfaces,
        "Li et al. 2018: the loss around the trained weights, in two random directions scaled "
          + "filter by filter."),
    ].joined()
  }

  private func section(
    _ heading: String, _ id: String, _ figures: [String], _ text: String
  ) -> String {
    figures.isEmpty
      ? ""
      : HTMLPage.section(
        heading, id: id, HTMLPage.paragraph(text) + HTMLPage.figures(figures))
  }

  /// The mean over seeds of a curve of one subject, where all of its seeds have a value, with
  /// Student's 95 % interval where there are several; both of logarithms for quantities that are
  /// drawn on a logarithmic axis.
  func mean(
    _ experiment: ExperimentName, _ subject: Subject, _ name: Quantity, isGeometric: Bool = false
  ) -> [PlotPoint] {
    let curves = evidence[experiment].filter { $0.subject == subject }.compactMap {
      $0.curves[name]
    }
    guard let first = curves.first else { return [] }
    return first.x.map { x in
      let values = curves.compactMap { $0.value(at: x) }
      guard values.count == curves.count else { return PlotPoint(x: x, y: .nan) }
      return PlotPoint(x: x, meanOf: values, isGeometric: isGeometric)
    }
  }

  /// A curve in the looks of its net: orange without shortcuts, blue with them, the deep one solid.
  func series(
    _ subject: Subject, _ points: [PlotPoint], isDeep: Bool, marksPoints: Bool = true
  ) -> PlotSeries {
    PlotSeries(
      name: subject.rawValue, points: points,
      colour: .series(subject.rawValue.hasPrefix("residual") ? 0 : 1),
      dash: isDeep ? .solid : .dashed,
      marksPoints: marksPoints)
  }

  /// The mean curves of shallow and deep, plain and residual nets.
  func netSeries(
    _ experiment: ExperimentName, _ name: Quantity, depths: [Int], marksPoints: Bool = true,
    isGeometric: Bool = false
  ) -> [PlotSeries] {
    [Subject.plain, Subject.residual].flatMap { net in
      depths.compactMap { depth in
        let points = mean(experiment, net(depth), name, isGeometric: isGeometric)
        return points.isEmpty
          ? nil
          : series(net(depth), points, isDeep: depth == depths.last, marksPoints: marksPoints)
      }
    }
  }

  /// The number of seeds of an experiment, for captions.
  func seedText(_ experiment: ExperimentName) -> String {
    let count = evidence.seeds([experiment]).count
    return count == 1
      ? "One seed." : "Means of \(count) seeds; shaded: Student's 95 % interval of the mean."
  }
}
