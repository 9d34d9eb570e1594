import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// Fits a curve through points with a small net, and draws it.
@main
struct Regression: GradusProgram {
  static let configuration = CommandConfiguration(
    abstract: "Fit a curve through the points of a file, or through a noisy wave.",
    version: versionText)

  @Argument(help: "A file of lines 'x,y'; a noisy wave when left out.") var file: String?
  @Option(help: "Training steps.") var steps = 1_000
  @Option(help: "Where the picture goes.") var output = "regression.svg"

  /// The net. Change its width, its depth or its activation and look at the picture.
  func net() -> Sequential {
    Sequential {
      Linear(1, 32)
      Tanh()
      Linear(32, 32)
      Tanh()
      Linear(32, 1)
    }
  }

  func validate() throws { try requireCounts(["steps": steps]) }

  func run() throws {
    let points = try file.map(Self.read) ?? Self.wave(count: 200)
    // Inputs and outputs of mean 0 and variance 1 are what initialisers and rates are made for.
    let (x, y) = (Self.column(points.map(\.x)), Self.column(points.map(\.y)))
    let (spreadX, spreadY) = (x.standardDeviation(), y.standardDeviation())
    guard spreadX.item > 0, spreadY.item > 0 else {
      throw UserError("\(file ?? ""): all points have the same x or the same y")
    }
    let (input, target) = ((x - x.mean()) / spreadX, (y - y.mean()) / spreadY)
    let model = net().initialize(seed: 1)
    let loop = TrainingLoop<Tensor>(
      model, AdamW(model), .cosine(base: 0.01, total: steps), seed: 1
    ) { tape, input in
      model(tape.constant(input)).huber(target: tape.constant(target))
    }
    try loop.run(to: steps, batch: { _ in input }) { step in
      if step.number % 100 == 0 { StandardError.write("step \(step.number): loss \(step.loss)") }
    }
    let error = (model(input) - target).squared().mean().squareRoot() * spreadY
    print("root mean squared error: \(error.item)")

    let (low, high) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 1)
    let places = (0...300).map { low + (high - low) * Double($0) / 300 }
    let found = model((Self.column(places) - x.mean()) / spreadX) * spreadY + y.mean()
    let curve = zip(places, found.scalars).map { PlotPoint(x: $0, y: $1) }
    let plot = LinePlot(
      identifier: "regression", title: "A curve through points", x: PlotAxis("x"), y: PlotAxis("y"),
      series: points.enumerated().map { number, point in
        PlotSeries(
          name: "points", points: [PlotPoint(x: point.x, y: point.y)], colour: .series(0),
          marksPoints: true, isNamed: number == 0)
      } + [PlotSeries(name: "net", points: curve, colour: .series(1), weight: .strong)])
    try AtomicFile.write(plot.svg().standalone, to: output)
  }

  static func column(_ numbers: [Double]) -> Tensor {
    Tensor(numbers, shape: [numbers.count, 1], dtype: .float32)
  }

  /// A sine of rising frequency with noise.
  static func wave(count: Int) -> [(x: Double, y: Double)] {
    let stream = RandomStream(seed: 1, name: "wave")
    return (0..<count).map { index in
      let x = 3 * stream.uniform(index)
      return (x, sin(x * x) + 0.1 * stream.normal(count + index))
    }
  }

  static func read(_ file: String) throws -> [(x: Double, y: Double)] {
    try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).map {
      let fields = $0.split(separator: ",", omittingEmptySubsequences: false)
        .map { Double($0.trimmingCharacters(in: .whitespaces)) }
      guard fields.count == 2, let x = fields[0], let y = fields[1], x.isFinite, y.isFinite
      else { throw UserError("\(file): '\($0)' is not two finite numbers, x,y") }
      return (x, y)
    }
  }
}
