import Gradus

/// Training and test errors of a shallow and a deep plain net: He et al. 2015, Fig. 1, in small, drawn
/// from the recorded output of `commands`.
enum DepthErrors {
  /// What trains the nets, and what prints the recorded lines then.
  static let commands = [
    "swift run -c release DegradationStudy --depths 20,56 --kinds plain --seeds 1 --steps 600 --output DIR",
    "swift run -c release DegradationStudy errors DIR",
  ]

  /// A net's errors, by the number of steps.
  struct Run {
    let net: String
    /// Percent of the training images since the point before, in the middle of their steps.
    let training: [PlotPoint]
    /// Percent of 1,000 test images, in the end of all, in inference mode.
    let test: [PlotPoint]
  }

  /// The runs of a table that `DegradationStudy errors` printed.
  static func runs(of csv: String) -> [Run] {
    let lines = csv.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let nets = lines.map { $0[0] }.reduce(into: [Substring]()) { nets, net in
      if nets.last != net { nets.append(net) }
    }
    return nets.map { net in
      var (training, test, before) = ([PlotPoint](), [PlotPoint](), 0.0)
      for line in lines where line[0] == net {
        let numbers = line[2...].compactMap { Double($0) }
        guard numbers.count == 3 else { continue }
        training.append(PlotPoint(x: (before + numbers[0]) / 2, y: numbers[1]))
        test.append(PlotPoint(x: numbers[0], y: numbers[2]))
        before = numbers[0]
      }
      return Run(net: String(net), training: training, test: test)
    }
  }

  /// Both panels.
  static var svg: SVGDocument {
    let panels: [(String, KeyPath<Run, [PlotPoint]>)] = [
      ("Training error", \.training), ("Test error", \.test),
    ]
    let plots = panels.map { title, points in
      LinePlot(
        identifier: "", title: title, x: PlotAxis("step", limits: 0...600),
        y: PlotAxis("error, %", limits: 0...90),
        series: runs(of: recorded).enumerated().map { index, run in
          PlotSeries(
            name: run.net, points: run[keyPath: points], colour: .series(index),
            weight: .strong, marksPoints: true)
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
