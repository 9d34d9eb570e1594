import ArgumentParser
import Gradus

/// `evaluate MODEL`: loss and errors on the images of a split.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a classifier's loss and its top-1 and top-5 error.",
    discussion: """
      The images are those of the run's folder; for a file, name them with --set dataset=NAME.
      """)

  @Argument(help: "A run's folder, a checkpoint or an exported file.") var model: String
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadOptions
  @Option(help: "The part of the data set: train or test.") var split = BuiltInDataset.Split.test
  @Option(help: "raw or average; both when not given.") var weights: TrainedClassifier.Weights?
  @Flag(help: "Print one line of JSON.") var json = false

  func run() throws {
    threads.apply()
    let configuration = try RunConfiguration.read(beside: model, settings)
    let card = try TrainedClassifier(model, weights: weights).card
    var sized = configuration
    (sized.imageSize, sized.channels) = (card.height, card.channels)
    let images = try ImageSource(configuration: sized.resolved()).load(
      split, note: StandardError.write)
    let result = try RunResult(model, dataset: images, choosing: weights)
    if json { print(try result.json(indented: false)) } else { print(result.table, terminator: "") }
  }
}

extension BuiltInDataset.Split: ExpressibleByArgument {}
extension TrainedClassifier.Weights: ExpressibleByArgument {}

/// The settings that go with a classifier.
enum RunConfiguration {
  /// Those of the run's folder, where `model` is one, under the file and assignments of the command
  /// line.
  static func read(
    beside model: String, _ settings: SettingOptions
  ) throws -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    let folder = RunFolder(model)
    if folder.contains("config.json") {
      let path = folder.file("config.json")
      try configuration.apply(JSONValue(readingFrom: path), path: path)
    }
    try settings.apply(to: &configuration)
    return configuration
  }
}
