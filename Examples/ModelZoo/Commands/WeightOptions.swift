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
  @Option(help: VariantOption.help) var variant: VariantOption?

  @Flag(
    help: ArgumentHelp(
      "Images are normalised by ImageNet's means, as torchvision's googlenet and inception_v3 "
        + "expect with its weights; the same as --variant input-transformed."))
  var torchvisionInput = false

  func validate() throws {
    for (name, value, most) in [("classes", classes, 1 << 24), ("channels", channels, 1 << 12)] {
      guard !(1...most).contains(value ?? 1) else { continue }
      throw ValidationError("--\(name) must be between 1 and \(most), not \(value ?? 0)")
    }
    guard !torchvisionInput || variant == nil else {
      throw ValidationError("--torchvision-input is a --variant; give one of them")
    }
  }

  /// What is changed of the network that its weights do not show.
  var changes: [NetworkVariant.Change] {
    torchvisionInput ? [.transformsInput] : variant?.changes ?? []
  }

  /// The network with the weights of the file at `path`, and what was loaded; what the weights do not
  /// show is told on standard error.
  func load(_ name: String, from path: String) throws -> (any Classifier, LoadReport) {
    let network = NetworkVariant(try SlideName.entry(name).name, changes)
    do {
      let loaded = try LoadedNetwork(
        network, from: path, names, classes: classes, channels: channels, isPartial: partial)
      for remark in loaded.remarks { StandardError.write("note: \(remark)") }
      return (loaded.model, loaded.report)
    } catch let error as NetworkVariantError where torchvisionInput {
      throw UserError(
        "--torchvision-input is for googlenet and inception_v3; \(error.variant.network) takes "
          + "images as they are")
    }
  }
}
