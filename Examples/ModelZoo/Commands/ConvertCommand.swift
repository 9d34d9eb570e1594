import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `convert IN OUT`: weights of a network from one file format into another.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Load a network's weights from a file and save them in another format.",
    discussion: """
      Reads \(WeightsFile.formats.map(\.name).joined(separator: ", ")), told by their contents. \
      Writes PyTorch's names and layout.
      """)

  @Argument(help: "The file to read.") var input: String
  @Argument(help: "The file to write; replaced as a whole.") var output: String
  @Option(help: "The network; see list.") var network: String
  @Option(help: "The format to write.") var format = OutputFormat(.safetensors)
  @OptionGroup var options: WeightOptions

  func run() throws {
    try OutputPath.requireFile(output)
    let (model, report) = try options.load(network, from: input)
    try model.save(to: output, format: format.format)
    print("\(input): \(report)")
    print("\(output): \(model.parameterCount.grouped) parameters as \(format.format.name)")
  }
}

/// A format that can be written, by its name.
struct OutputFormat: ExpressibleByArgument {
  let format: any WritableWeightsFormat

  init(_ format: some WritableWeightsFormat) { self.format = format }

  init?(argument: String) {
    guard let format = WeightsFile.writableFormats.first(where: { $0.name == argument }) else {
      return nil
    }
    self.format = format
  }

  var defaultValueDescription: String { format.name }

  static var allValueStrings: [String] { WeightsFile.writableFormats.map(\.name) }
}
