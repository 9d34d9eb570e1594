import Foundation
import Gradus
import GradusExampleSupport

/// Something to time, by name.
struct BenchmarkCase {
  /// What a case repeats.
  enum Workload {
    /// Steps of training: loss, backward run and optimiser included.
    case training(BenchmarkNetwork)
    /// Logits of a batch, compiled.
    case inference(BenchmarkNetwork)
    /// Logits of a batch by a call of the network.
    case call(BenchmarkNetwork)
    /// One pass of one layer.
    case layer(LayerShape, LayerPass)
    /// Single-threaded matrix products on every thread: what the machine can do at most.
    case matrixProductPeak
  }

  /// The name, `train/resnet18`.
  let name: String
  /// What is repeated.
  let workload: Workload
  /// Images a repetition.
  let batch: Int
  /// The number of threads where the case fixes it; nil takes that of the run.
  var threads: Int?
  /// How a layer is computed.
  var algorithm = ConvolutionAlgorithm.automatic

  /// Makes everything a repetition needs and returns the repetition.
  func prepare() throws -> Repetition {
    switch workload {
    case .training(let network): Repetition(training: network, batch: batch)
    case .inference(let network): try Repetition(inference: network, batch: batch)
    case .call(let network): Repetition(call: network, batch: batch)
    case .layer(let shape, let pass):
      Repetition(layer: shape, pass, batch: batch, algorithm: algorithm)
    case .matrixProductPeak: .matrixProductPeak()
    }
  }

  /// The name of the case that measures what the machine can do at most.
  static let peakName = "machine/gemm"

  /// Whether it is a pass of a single layer.
  var isLayer: Bool { if case .layer = workload { true } else { false } }

  /// The case with a name; throws a line that says how to list them.
  static func named(_ name: String) throws -> BenchmarkCase {
    if let found = all.first(where: { $0.name == name }) { return found }
    throw UserError("there is no case \"\(name)\"; see Benchmarks --list")
  }

  /// The regular expression that an option gives; throws a line that names the option.
  static func expression(_ text: String, option: String) throws -> Regex<AnyRegexOutput> {
    guard let expression = try? Regex(text) else {
      throw UserError("\(option) \"\(text)\" is not a regular expression")
    }
    return expression
  }

  /// The cases whose name contains a match of a regular expression; throws when there is none.
  static func matching(_ filter: String?) throws -> [BenchmarkCase] {
    guard let filter else { return all }
    let expression = try expression(filter, option: "--filter")
    let found = all.filter { $0.name.contains(expression) }
    guard !found.isEmpty else {
      throw UserError("no case matches --filter \"\(filter)\"; see Benchmarks --list")
    }
    return found
  }
}
