import Gradus
import GradusPlots

/// The pictures of a run: its curves, and how gradients flow through the network.
struct RunPictures {
  private let history: RunHistory

  init(_ history: RunHistory) { self.history = history }

  /// The losses by step.
  var loss: LinePlot {
    plot("loss", "Loss", "cross entropy", [.loss, .validationLoss, .averageLoss])
  }

  /// The shares of wrong answers by step.
  var error: LinePlot {
    plot("error", "Error", "share of wrong answers", [.error, .validationError, .averageError])
  }

  /// The norm of each layer's weight gradient at the steps that were looked at.
  var flow: HeatMap {
    let gradients = history.gradients
    return HeatMap(
      identifier: "flow-map", title: "Gradient flow", rowLabel: "layer, input at the top",
      columnLabel: "step", rows: gradients.layers,
      columns: gradients.columns.map { "\($0.step)" },
      values: gradients.layers.indices.map { layer in
        gradients.columns.map { $0.norms[layer] }
      }, scale: PlotAxis("norm of the weight gradient ‖∂L/∂W‖", .logarithmic))
  }

  /// The same over the depth of the network, at the first and the last of these steps.
  var depth: LinePlot {
    let columns = history.gradients.columns
    func series(_ column: (step: Int, norms: [Double]), _ place: Int) -> PlotSeries {
      PlotSeries(
        name: "step \(column.step)",
        points: column.norms.enumerated().map { PlotPoint(x: Double($0 + 1), y: $1) },
        colour: .series(place), dash: place == 0 ? .dashed : .solid,
        weight: place == 0 ? .normal : .strong)
    }
    var curves: [PlotSeries] = []
    if let first = columns.first { curves.append(series(first, 0)) }
    if columns.count > 1, let last = columns.last { curves.append(series(last, 1)) }
    return LinePlot(
      identifier: "depth-plot", title: "Gradient over depth",
      x: PlotAxis("layer, from input to output", isWhole: true),
      y: PlotAxis("norm of the weight gradient ‖∂L/∂W‖", .logarithmic), series: curves)
  }

  private func plot(
    _ identifier: String, _ title: String, _ quantity: String, _ curves: [RunHistory.Curve]
  ) -> LinePlot {
    let names = ["training batches", "held-out images", "held-out images, average of weights"]
    let series = zip(curves, names).enumerated().compactMap { place, pair in
      history.curves[pair.0].map { curve in
        PlotSeries(
          name: pair.1, points: curve.points, colour: .series(place),
          weight: place == 0 ? .normal : .strong, marksPoints: place > 0 && curve.points.count < 40)
      }
    }
    return LinePlot(
      identifier: "\(identifier)-plot", title: title,
      x: PlotAxis("step", limits: 0...Double(max(1, history.stepCount)), isWhole: true),
      y: RobustAxis.axis(quantity, series.map(\.points)), series: series)
  }
}
