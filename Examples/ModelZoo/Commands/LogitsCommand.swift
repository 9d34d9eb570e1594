import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `logits NAME`: what a network with weights from a file makes of images from a file.
struct LogitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logits",
    abstract: "Run a network with given weights on an npy batch [n, c, h, w]; write its logits.")

  @Argument(help: "The network; see list.") var name: String
  @Option(help: "The file of weights: safetensors, torch.save's, npz or a checkpoint.")
  var weights: String
  @Option(help: "The npy file of the images, [n, c, h, w] as in PyTorch.") var input: String
  @Option(help: "The npy file of the logits, [n, classes]; replaced as a whole.")
  var output: String
  @OptionGroup var options: WeightOptions

  func run() throws {
    try OutputPath.requireFile(output)
    let images = try NumPyFile.read(input)
    guard images.rank == 4, images.shape[0] > 0 else {
      throw UserError(
        "\(input): images have shape [n, c, h, w] with n of at least 1, not \(images.shape)")
    }
    let (model, report) = try options.load(name, from: weights)
    guard let first = model.parameters.first?.parameter.value.dtype else {
      throw UserError("\(name) has no parameters")
    }
    let batch = images.permuted([0, 2, 3, 1]).converted(to: first)
    do {
      try MemoryNeed.check(model, images: batch.shape, dtype: first, mode: .inference)
    } catch {
      throw UserError("\(input): images [n, c, h, w] of shape \(images.shape): \(error)")
    }
    try NumPyFile.write(model(batch), to: output)
    print("\(weights): \(report)")
  }
}
