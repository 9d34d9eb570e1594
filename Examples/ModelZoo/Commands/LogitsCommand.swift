import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `logits NAME`: what a network with weights from a file, or one of ONNX, makes of images from a file.
struct LogitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logits",
    abstract: "Run a network with given weights on an npy batch [n, c, h, w]; write its logits.")

  @Argument(help: "The network, see list; or a file of ONNX, whose name ends in .onnx.")
  var name: String
  @Option(help: "The file of weights: safetensors, torch.save's, npz or a checkpoint.")
  var weights: String?
  @Option(help: "The npy file of the images, [n, c, h, w] as in PyTorch.") var input: String
  @Option(help: "The npy file of the logits, [n, classes]; replaced as a whole.")
  var output: String
  @OptionGroup var options: WeightOptions
  @Flag(help: "Compute in double precision, which shows how far rounding goes in single.")
  var float64 = false
  @Option(help: "Threads; results do not depend on it.") var threads: Int?
  @Flag(help: "No progress on standard error.") var quiet = false

  /// Numbers of a batch's images: 250 of CIFAR's size.
  private static let batchNumbers = 250 * 32 * 32 * 3

  private var isONNX: Bool { name.hasSuffix(".onnx") }

  func validate() throws {
    guard isONNX == (weights == nil) else {
      throw ValidationError(
        isONNX ? "\(name) brings its weights; leave out --weights" : "give the weights by --weights"
      )
    }
    guard (1...1_024).contains(threads ?? 1) else {
      throw ValidationError("--threads must be between 1 and 1024, not \(threads ?? 0)")
    }
  }

  func run() throws {
    try OutputPath.requireFile(output)
    if let threads { Parallel.threadCount = threads }
    let images = try NumPyFile.read(input)
    guard images.rank == 4, images.shape[0] > 0 else {
      throw UserError(
        "\(input): images have shape [n, c, h, w] with n of at least 1, not \(images.shape)")
    }
    if isONNX { return try runONNX(on: images) }
    let source = weights ?? ""
    let (model, report) = try options.load(name, from: source)
    if float64 { model.convert(to: .float64) }
    guard let first = model.parameters.first?.parameter.value.dtype else {
      throw UserError("\(name) has no parameters")
    }
    let count = images.shape[0]
    let one = max(1, images.shape.count / count)
    let size = min(count, max(1, Self.batchNumbers / one))
    func batch(_ range: Range<Int>) -> Tensor {
      images.sliced(axis: 0, range).permuted([0, 2, 3, 1]).converted(to: first)
    }
    do {
      try MemoryNeed.check(
        model, images: batch(0..<size).shape, dtype: first, mode: .inference)
    } catch {
      throw UserError("\(input): images [n, c, h, w] of shape \(images.shape): \(error)")
    }
    let progress = ProgressReporter(name: name, total: count, isQuiet: quiet)
    let start = ContinuousClock.now
    var parts: [Tensor] = []
    for place in stride(from: 0, to: count, by: size) {
      let end = min(count, place + size)
      parts.append(model(batch(place..<end)))
      progress.report(step: end, [:])
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try NumPyFile.write(Tensor.concatenate(parts, axis: 0), to: output)
    print("\(source): \(report)")
    let rate = NumberText.short(Double(count) / max(seconds, 1e-9))
    print("\(output): \(count) pictures, \(rate) a second")
  }

  /// Runs a network of ONNX on all images at once, whose number may be fixed in it.
  private func runONNX(on images: Tensor) throws {
    let model = try ONNXModel(contentsOf: name)
    if float64 { model.convert(to: .float64) }
    guard model.inputs.count == 1 else {
      throw UserError("\(name): it takes \(model.inputs.count) inputs; logits gives one")
    }
    let shape = Shape([0, 2, 3, 1].map { images.shape[$0] })
    do { _ = try model.outputShape(for: shape) } catch {
      throw UserError("\(input): images [n, c, h, w] of shape \(images.shape): \(error)")
    }
    let logits = model(
      images.permuted([0, 2, 3, 1]).converted(to: float64 ? .float64 : .float32))
    try NumPyFile.write(logits, to: output)
    print("\(output): \(images.shape[0]) pictures by \(model.parameterCount.grouped) parameters")
  }
}
