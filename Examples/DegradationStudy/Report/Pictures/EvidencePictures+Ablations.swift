import GradusClaims
import GradusPlots

extension EvidencePictures {
  /// Losses by learning rate, and by the step at which filters were replaced.
  var ablations: [String] { [ratePlot, rewindPlot].compactMap { $0 } }

  /// Of the nets of claims 30 and 31, on the seed that their rates are chosen on.
  private var ratePlot: String? {
    let comparison = NetComparison.normAndShortcut(scale)
    let records = evidence[comparison.rateGrid.name]
    let curves = comparison.nets.enumerated().compactMap { index, net -> PlotSeries? in
      let points = comparison.rates.compactMap { rate -> PlotPoint? in
        records.first { $0.subject == net.subject.at(rate: rate) }.map {
          PlotPoint(x: rate, y: $0[.trainLoss] ?? .nan)
        }
      }
      return points.isEmpty
        ? nil
        : PlotSeries(
          name: net.subject.rawValue, points: points, colour: .series(index),
          dash: .cycled(index % 3), marksPoints: true)
    }
    guard !curves.isEmpty else { return nil }
    let plot = LinePlot(
      identifier: "rates", title: "Loss by learning rate",
      x: PlotAxis("learning rate", .logarithmic), y: PlotAxis("cross-entropy"), series: curves)
    return HTMLPage.figure(
      plot,
      caption: "Training loss at each rate of the grid, one seed that no test uses; what diverged "
        + "has no point.")
  }

  private var rewindPlot: String? {
    let rewind = Rewind(scale: scale)
    let net = Subject.plain(scale.convolutionalDepths[1])
    let curves = Rewind.starts.enumerated().compactMap { index, start -> PlotSeries? in
      let points = rewind.moments.compactMap { moment -> PlotPoint? in
        let subject = net.replaced(by: start, at: moment)
        let losses = evidence[.rewind].filter { $0.subject == subject }.compactMap {
          $0[.trainLoss]
        }
        return losses.isEmpty ? nil : PlotPoint(x: Double(moment), meanOf: losses)
      }
      return points.isEmpty
        ? nil
        : PlotSeries(
          name: start == .identity ? "identity" : "drawn anew", points: points,
          colour: .series(index), dash: .cycled(index), marksPoints: true)
    }
    guard !curves.isEmpty else { return nil }
    let plot = LinePlot(
      identifier: "rewind", title: "Loss of \(net) after its filters were replaced",
      x: PlotAxis("steps before", .logarithmic, isWhole: true), y: PlotAxis("cross-entropy"),
      series: curves)
    return HTMLPage.figure(
      plot,
      caption: "Training loss after \(scale.convolutionalSteps) steps altogether. "
        + seedText(.rewind))
  }
}
