import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `layers`: every distinct convolution of the catalog, timed in one process.
struct LayersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layers",
    abstract: "Time all distinct convolutions of the catalog's networks, pass by pass.",
    discussion: """
      Prints JSON for Examples/Benchmarks/compare-layers, which times the same with PyTorch. Batches are as \
      large as some hundred millions of multiply-adds want, up to 32 images.
      """)

  @Option(help: "Only networks whose name contains a match of this regular expression.")
  var networks: String?
  @Option(help: "Repeat a pass until so many seconds are over.") var seconds = 0.03
  @Option(help: "Threads; the number of cores, or GRADUS_THREADS, when not given.")
  var threads: Int?
  @Flag(help: "Print the layers and do nothing.") var list = false

  /// A layer with the median seconds of its passes.
  private struct Record: Codable {
    let name: String, layer: CatalogLayer, networks: [String], batch: Int
    var seconds: [String: Double] = [:]
  }

  func validate() throws {
    guard (1...1024).contains(threads ?? 1), (0...60).contains(seconds) else {
      throw ValidationError("--threads must be between 1 and 1024, --seconds between 0 and 60")
    }
  }

  func run() throws {
    if let threads { Parallel.threadCount = threads }
    let expression = try networks.map { try BenchmarkCase.expression($0, option: "--networks") }
    let layers = try CatalogLayer.all { name in
      expression.map { name.contains($0) } ?? true
    }
    if list { return print(layers.map(\.layer.name).joined(separator: "\n")) }
    var records: [Record] = []
    for (number, (layer, networks)) in layers.enumerated() {
      if number % 50 == 0 { StandardError.write("\(number) of \(layers.count) layers") }
      var record = Record(name: layer.name, layer: layer, networks: networks, batch: layer.batch)
      for pass in layer.passes {
        record.seconds[pass.rawValue] = try time(
          Repetition(
            convolution: layer.geometry,
            input: [layer.batch, layer.height, layer.width, layer.inputs],
            filter: Shape(layer.filter), pass))
      }
      records.append(record)
    }
    print(try records.json(indented: false))
  }

  /// The median of at least three repetitions after two that do not count.
  private func time(_ repetition: Repetition) throws -> Double {
    for _ in 0..<2 { try repetition.run() }
    let measure = CaseMeasurement(repeats: 3, seconds: seconds, processStart: nil)
    return try Quartiles(of: measure.samples(of: repetition)).median
  }
}
