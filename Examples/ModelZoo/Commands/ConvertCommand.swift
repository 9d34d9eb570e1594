import ArgumentParser
import Foundation
import Gradus

/// `convert IN OUT`: weights of a network from one file format into another.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Load a network's weights from a file and save them in another format.",
    discussion: """
      Reads safetensors, torch.save's files (both formats), npz and training checkpoints, told by \
      their contents. Writes PyTorch's names and layout.
      """)

  @Argument(help: "The file to read.") var input: String
  @Argument(help: "The file to write; replaced as a whole.") var output: String
  @Option(help: "The network; see list.") var network: String
  @Option(help: "The format to write: safetensors, pytorch or npz.")
  var format = WeightsFile.Format.safetensors
  @OptionGroup var options: WeightOptions

  func run() throws {
    let (model, report) = try options.load(network, from: input)
    try model.save(to: output, format: format)
    print("\(input): \(report)")
    print("\(output): \(model.parameterCount.grouped) parameters as \(format.rawValue)")
  }
}

extension WeightsFile.Format: ExpressibleByArgument {}
