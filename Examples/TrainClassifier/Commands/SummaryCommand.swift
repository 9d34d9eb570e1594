import ArgumentParser
import Gradus

/// `summary`: what the network of a run costs.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Show the modules of a run's network with shapes, parameters and multiply-adds.")

  @Argument(help: "A run's folder, a checkpoint or an exported file; else the settings' network.")
  var model: String?
  @OptionGroup var settings: SettingOptions
  @Option(help: "Show modules down to this depth only.") var depth: Int?

  func validate() throws {
    guard depth ?? 0 >= 0 else { throw ValidationError("--depth must not be negative") }
  }

  /// The network of a file or folder, or the one that the settings describe, with the card that says
  /// what images it takes.
  private func network() throws -> (any Classifier, ModelCard) {
    if let model {
      let classifier = try TrainedClassifier(model)
      return (classifier.model, classifier.card)
    }
    var configuration = TrainingConfiguration()
    try settings.apply(to: &configuration)
    configuration = try configuration.resolved()
    let card = ModelCard(
      configuration, try TrainingData(configuration, note: StandardError.write))
    return (try card.makeModel(), card)
  }

  func run() throws {
    let (network, card) = try network()
    let costs = NetworkCosts(
      of: network, input: [1, card.height, card.width, card.channels]
    ) { network($0).logits }
    var table = TextTable(
      ["module", "output", "kernel", "parameters", "mult-adds, MAC"], left: [0])
    table.rows = costs.root.rows(deepest: depth).map { row in
      let module = row.module
      let name = module.path.isEmpty ? card.network : module.name
      let title = "\(name) \(module.type)" + (module.repeats == 1 ? "" : " ×\(module.repeats)")
      return [
        String(repeating: " ", count: row.depth) + title,
        module.output.map { $0.dimensions.dropFirst().map(String.init).joined(separator: "x") }
          ?? "not run",
        module.geometry, module.parameters == 0 ? "–" : String(module.parameters),
        module.multiplyAdds == 0 ? "–" : String(module.multiplyAdds),
      ]
    }
    print(table.text, terminator: "")
    print(
      """

      input       \(card.height)x\(card.width)x\(card.channels), one image
      classes     \(card.classNames.count)
      parameters  \(costs.parameters)
      mult-adds   \(costs.multiplyAdds) MAC
      """)
  }
}
