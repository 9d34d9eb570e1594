// swift-format-ignore-file
import Foundation
import Gradus

// MARK: - WatchingARun

func flow(_ loop: TrainingLoop<Pair>, _ pair: Pair) throws -> FlowAtlas {
  let probe = FlowProbe(loop.model)
  loop.observers = { _ in [probe] }
  try loop.run(to: 31, batch: { _ in pair })
  for record in probe.records {                   // of steps 0, 1, 3, 10 and 30
    print(record.step, record.profile(.weightGradientNorm).growthPerLayer)
  }
  print(FlowHealth(probe.records).text)           // what is wrong, in sentences
  return FlowAtlas(probe.records, title: "my net")
}

func write(_ atlas: FlowAtlas, to folder: String) throws {
  for file in atlas.files {                     // SVG, CSV and JSON
    try AtomicFile.write(file.contents, to: folder + "/" + file.name)
  }
}

func watched(_ model: Sequential, _ input: Tensor) -> [String: Double] {
  var largest: [String: Double] = [:]
  let observer = ClosureObserver { event, _ in
    guard case .left(let module, let outputs) = event else { return }
    let path = model.path(to: module) ?? ""
    largest[path] = outputs[0].value.absolute().maximum().item
  }
  let tape = Tape(.inference, recording: false, observers: [observer])
  _ = model(tape.constant(input))
  return largest
}

func curvature(
  _ model: Sequential, _ pair: Pair
) -> (largest: Double, negative: Double) {
  let hessian = HessianOperator(of: model) { tape in
    let output = model(tape.constant(pair.input))
    return output.squaredError(target: tape.constant(pair.target))
  }
  let density = HessianDensity(of: hessian, iterations: 20, draws: 4, seed: 1)
  return (density.places.last ?? .nan, density.share(below: 0))
}

func plot(_ losses: [Double]) -> SVGDocument {
  let points = losses.enumerated().map { PlotPoint(x: Double($0), y: $1) }
  return LinePlot(
    identifier: "losses", title: "Training loss",
    x: PlotAxis("step", isWhole: true),
    y: PlotAxis("loss", .logarithmic),
    series: [PlotSeries(name: "my net", points: points, colour: .series(0))]
  ).svg()
}
