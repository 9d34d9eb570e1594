import Gradus

/// Training and test errors of a shallow and a deep plain net, as `command` measured them at commit
/// a7327e0, Fashion-MNIST at 28x28, batches of 128: He et al. 2015, Fig. 1, in small.
enum DepthErrors {
  /// What prints the same curves in its report.
  static let command =
    "swift run -c release DegradationStudy --depths 20,56 --kinds plain --seeds 1 --steps 600"

  /// A net's errors in percent, every 30 steps.
  struct Run {
    let depth: Int
    /// Means over the batches of the 30 steps.
    let training: [Double]
    /// On 1,000 test images after them, in inference mode.
    let test: [Double]
  }

  private static let interval = 30.0

  static let runs = [
    Run(
      depth: 20,
      training: [
        72.3, 38.1, 28.9, 24, 21.9, 19.2, 18, 16.9, 16.7, 16.1, 14.6, 14.9, 13.4, 13, 12.7, 12.4,
        12.4, 12.2, 13.2, 11.8,
      ],
      test: [
        65.3, 69.4, 60.8, 33.1, 30.9, 22.9, 17.7, 18.8, 17.8, 22.4, 14.3, 14, 13.5, 13.4, 13.6,
        12.7, 12.4, 12.8, 12.4, 12.6,
      ]),
    Run(
      depth: 56,
      training: [
        82.6, 70.5, 62.4, 56.4, 52.1, 50.8, 49.1, 45.2, 40.5, 41.5, 34.7, 32.3, 31.5, 30.1, 29.3,
        29.2, 29.9, 28.2, 30.1, 27.9,
      ],
      test: [
        89.5, 73.6, 88.7, 64.7, 56.6, 62.2, 78, 50.6, 80.2, 43.2, 34.7, 33.3, 30.6, 31, 30.5, 28.9,
        28.9, 29.1, 28.9, 28.7,
      ]),
  ]

  /// Both panels.
  static var svg: SVGDocument {
    let panels: [(String, KeyPath<Run, [Double]>, Double)] = [
      // A mean stands for the middle of its steps.
      ("Training error", \.training, interval / 2), ("Test error", \.test, interval),
    ]
    let plots = panels.map { title, values, start in
      LinePlot(
        identifier: "", title: title, x: PlotAxis("step", limits: 0...600),
        y: PlotAxis("error, %", limits: 0...90),
        series: runs.enumerated().map { index, run in
          PlotSeries(
            name: "plain, \(run.depth) layers",
            points: run[keyPath: values].enumerated().map { place, error in
              PlotPoint(x: start + Double(place) * interval, y: error)
            }, colour: .series(index), weight: .strong, marksPoints: true)
        })
    }
    let (width, high) = (570.0, 380.0)
    let height = plots.map { $0.height(width: width - 20, dataHeight: high) }.max() ?? high
    return SVGDocument(
      identifier: "depth-errors", title: "Training and test error of plain nets",
      description: plots.map(\.description).joined(separator: " "), width: 2 * width,
      height: height
    ) { svg in
      for (index, plot) in plots.enumerated() {
        let place = "translate(\(SVGBuilder.number(Double(index) * width)) 0)"
        svg.element("g", ["transform": place]) { svg in
          plot.draw(width: width - 20, dataHeight: high, into: &svg)
        }
      }
    }
  }
}
