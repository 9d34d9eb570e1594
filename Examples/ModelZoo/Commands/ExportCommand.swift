import ArgumentParser
import Gradus
import GradusExampleSupport

/// `export NAME OUT`: a network as one of ONNX.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a network with its weights as ONNX, for other programs to run.",
    discussion: """
      Opset 17; images [n, c, h, w] in, logits [n, classes] out, for any n. Weights have their names of \
      the state dictionary. Without --weights the network is initialised by --seed.
      """)

  @Argument(help: "The network; see list.") var name: String
  @Argument(help: "The file to write; replaced as a whole.") var output: String
  @Option(help: "The file of weights, of any format.") var weights: String?
  @Option(help: "Initialises the network where there are no weights.") var seed: UInt64 = 1
  @Option(help: "Height and width of the images; the published ones by default.") var size: Int?
  @Flag(help: "Make normalisations part of the convolutions before them.")
  var foldNormalization = false
  @OptionGroup var options: WeightOptions

  func validate() throws {
    guard (1...65_536).contains(size ?? 1) else {
      throw ValidationError("--size must be between 1 and 65536, not \(size ?? 0)")
    }
  }

  func run() throws {
    try OutputPath.requireFile(output)
    let entry = try SlideName.entry(name)
    let (model, report) = try loaded(entry)
    let (height, width) = (size ?? entry.inputSize.height, size ?? entry.inputSize.width)
    let channels = options.channels ?? entry.inputSize.channels
    var export = ONNXExport()
    export.name = entry.name
    export.foldsNormalization = foldNormalization
    export.metadata = try metadata(entry, model)
    do {
      try model.saveONNX(to: output, input: [1, height, width, channels], export)
    } catch let error as ShapeMismatch {
      throw UserError("--size \(height): \(error)")
    }
    if let report { print(report) }
    print(
      "\(output): \(entry.name), \(model.parameterCount.grouped) parameters, images [n, \(channels), "
        + "\(height), \(width)]")
  }

  private func loaded(_ entry: CatalogEntry) throws -> (any Classifier, String?) {
    if let weights {
      let (model, report) = try options.load(name, from: weights)
      return (model, "\(weights): \(report)")
    }
    let variant = NetworkVariant(entry.name, options.changes)
    let model = try variant.make(classes: options.classes, inputChannels: options.channels)
    model.initialize(seed: seed)
    return (model, nil)
  }

  /// What whoever runs the file must know besides.
  private func metadata(
    _ entry: CatalogEntry, _ model: any Classifier
  ) throws -> [(key: String, value: String)] {
    let source = weights.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    return [
      ("network", entry.name), ("paper", entry.paper), ("classes", "\(model.classes)"),
      (
        "preprocessing",
        try NetworkVariant(entry.name, options.changes).recipe().json(indented: false)
      ),
      ("weights", source ?? "initialised with seed \(seed)"), ("version", GradusVersion.current),
    ]
  }
}
