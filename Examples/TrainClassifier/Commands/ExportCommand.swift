import ArgumentParser
import Gradus
import GradusExampleSupport

/// `export MODEL`: weights that PyTorch loads.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a classifier's weights as safetensors, in PyTorch's names and layout.",
    discussion: """
      The file also holds the network's name, the classes and the normalisation, so that predict \
      needs nothing else.
      """)

  @Argument(help: "A run's folder or a checkpoint.") var model: String?
  @OptionGroup var published: PublishedOptions
  @Option(name: .shortAndLong, help: "The file to write.") var output: String
  @Option(help: "raw or average; the average where there is one.")
  var values: TrainedClassifier.Weights?

  func validate() throws {
    guard (model == nil) != (published.weights == nil) else {
      throw ValidationError("export needs a model, or --weights FILE --network NAME")
    }
  }

  func run() throws {
    try OutputPath.requireFile(output)
    let classifier =
      try published.classifier(note: StandardError.write)
      ?? TrainedClassifier(model ?? "", weights: values)
    try ExportedWeights.write(classifier, to: output)
    let step = classifier.step.map { " of step \($0)" } ?? ""
    print(
      "\(output): \(classifier.card.network), the \(classifier.weights.rawValue) weights\(step), "
        + "\(classifier.model.parameterCount) parameters")
  }
}
