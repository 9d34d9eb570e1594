import ArgumentParser
import Gradus
import GradusExampleSupport

/// Which network a file of weights is for and how their names fit.
struct WeightOptions: ParsableArguments {
  @Option(help: "The number of classes; the published one by default.") var classes: Int?
  @Option(help: "The number of image channels; the published one by default.") var channels: Int?
  @OptionGroup var names: NameOptions
  @Flag(help: "Load what matches; the rest of the network is initialised by seed 1.")
  var partial = false

  @Flag(
    help: ArgumentHelp(
      "Images are normalised by ImageNet's means, as torchvision's googlenet and inception_v3 "
        + "expect with its weights."))
  var torchvisionInput = false

  func validate() throws {
    for (name, value, most) in [("classes", classes, 1 << 24), ("channels", channels, 1 << 12)] {
      guard !(1...most).contains(value ?? 1) else { continue }
      throw ValidationError("--\(name) must be between 1 and \(most), not \(value ?? 0)")
    }
  }

  /// The network with the weights of the file at `path`, and what was loaded.
  func load(_ name: String, from path: String) throws -> (any Classifier, LoadReport) {
    let entry = try SlideName.entry(name)
    let model = entry.make(classes ?? entry.classes, channels ?? entry.inputSize.channels)
    if torchvisionInput {
      guard let transforming = model as? any TorchvisionInput else {
        throw UserError(
          "--torchvision-input is for googlenet and inception_v3; \(name) takes images as they are")
      }
      transforming.transformsInput = true
    }
    if partial { model.initialize(seed: 1) }
    do {
      let options = names.loadOptions(partial ? .partial : .everything)
      return (model, try model.load(from: path, options))
    } catch let mismatch as StateMismatch {
      let advice = NameAdvice(mismatch.report).options
      throw UserError(
        advice.isEmpty ? "\(mismatch)" : "\(mismatch.reason); try \(advice.joined(separator: " "))")
    } catch let error as FormatError where !error.keys.isEmpty {
      let keys = error.keys.prefix(4).map { "--key \($0.quotedForShell)" }
      throw UserError("\(error): \(keys.joined(separator: " or "))")
    }
  }
}
