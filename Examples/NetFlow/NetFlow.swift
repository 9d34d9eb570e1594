import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// Watches how gradients flow through a net of your own while it learns.
@main
struct NetFlow: GradusProgram {
  static let configuration = CommandConfiguration(
    abstract: "Watch the gradients of a net of your own while it learns Fashion-MNIST.",
    version: versionText)

  @Option(help: "Training steps.") var steps = 100
  @Option(help: "Pairs of layers.") var depth = 20
  @Option(help: "The folder of the pictures, which is made.") var output = "flow"

  /// A unit of the net: put a shortcut around it, normalise it, and compare the pictures.
  final class Unit: Layer {
    let first: Linear, second: Linear

    init(_ width: Int) { (first, second) = (Linear(width, width), Linear(width, width)) }

    func forward(_ x: Variable) -> Variable { second(first(x).relu()).relu() }
  }

  /// The net: any module will do. Its properties' names are the names in the pictures.
  final class Net: Layer {
    let stem: Linear, units: Sequential, head: Linear
    private let flatten = Flatten()

    init(depth: Int, width: Int) {
      stem = Linear(28 * 28, width)
      units = Sequential((0..<depth).map { _ in Unit(width) })
      head = Linear(width, 10)
    }

    func forward(_ images: Variable) -> Variable { head(units(stem(flatten(images)).relu())) }
  }

  func validate() throws { try requireCounts(["steps": steps, "depth": depth]) }

  func run() throws {
    let images = try BuiltInDataset.fashionMNIST.load(split: .train)
    let batches = Batches(
      of: images, batchSize: 64, seed: 1, normalization: .perChannel(of: images))
    let model = Net(depth: depth, width: 64).initialize(seed: 1)
    let loop = TrainingLoop<Batch>(
      model, SGD(model, momentum: 0.9), .constant(0.01), .crossEntropy(of: model), seed: 1)
    let probe = FlowProbe(model, learningRate: { _ in 0.01 })
    loop.observers = { _ in [probe] }
    try loop.run(to: steps, on: batches) { step in
      if step.number % 20 == 0 { StandardError.write("step \(step.number): loss \(step.loss)") }
    }

    var table = TextTable(["layer", "|gradient|", "|activation gradient|", "dead units"])
    table.rows = (probe.records.last?.layers ?? []).map { layer in
      [FlowQuantity.weightGradientNorm, .activationGradientNorm, .deadShare].reduce([layer.path]) {
        $0 + [layer[$1].map { String(format: "%.3g", $0) } ?? ""]
      }
    }
    let health = FlowHealth(probe.records).text.split(separator: "\n").map { String($0).wrapped }
    print("step \(probe.records.last?.step ?? 0)\n\(table.text)\(health.joined())")
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    for file in FlowAtlas(probe.records, title: "own net").files {
      try AtomicFile.write(file.contents, to: "\(output)/\(file.name)")
    }
    print("pictures: \(output)/weightGradientNorm.svg and others")
  }
}
