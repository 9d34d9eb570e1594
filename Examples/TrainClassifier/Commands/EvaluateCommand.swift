import ArgumentParser
import Gradus

/// `evaluate MODEL...`: loss and errors on the images of a split.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a classifier's loss and its top-1 and top-5 error.",
    discussion: """
      The images are those of the first run's folder; for a file, name them with --set \
      dataset=NAME, or with --pictures a folder that has a folder of pictures for each class, which \
      is read a batch at a time. Published weights are measured by --weights FILE --network NAME. With \
      --ensemble several models vote, as the winners of ImageNet did; --scales and --views show each of \
      them every picture several times, of --pictures with the bytes of torchvision's Resize and TenCrop.
      """)

  @Argument(help: "A run's folder, a checkpoint or an exported file; several with --ensemble.")
  var models: [String] = []
  @OptionGroup var published: PublishedOptions
  @Option(help: "A folder with a folder of PNG and JPEG files for each class.")
  var pictures: String?
  @OptionGroup var viewing: ViewOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadOptions
  @Option(help: "The part of the data set: train or test; test when not given.")
  var split: BuiltInDataset.Split?
  @Option(
    help: ArgumentHelp(
      "raw or average; when not given both, and with --pictures, --ensemble, --scales or --views the "
        + "average where there is one."))
  var values: TrainedClassifier.Weights?
  @Flag(help: "No progress on standard error.") var quiet = false
  @Flag(help: "Print one line of JSON.") var json = false

  func validate() throws {
    guard models.isEmpty != (published.weights == nil) else {
      throw ValidationError("evaluate needs a model, or --weights FILE --network NAME")
    }
    guard published.weights == nil || pictures != nil || !settings.isEmpty else {
      throw ValidationError("name the pictures: --pictures FOLDER or --set dataset=NAME")
    }
    guard pictures == nil || (settings.isEmpty && split == nil) else {
      throw ValidationError(
        "--pictures is a folder of its own; leave out --set, --config and --split, or --pictures")
    }
    guard published.weights == nil || values == nil else {
      throw ValidationError("--values is for the checkpoints of a run, not for --weights FILE")
    }
    guard models.count <= 1 || viewing.ensemble else {
      throw ValidationError("several models need --ensemble, which lets them vote")
    }
  }

  func run() throws {
    threads.apply()
    let classifiers =
      try published.classifier(note: StandardError.write).map { [$0] }
      ?? models.map { try TrainedClassifier($0, weights: values) }
    if let pictures {
      let vote = PictureVote(
        try classifiers.map { .init(classifier: $0, views: try PictureViews($0, viewing.sizes)) })
      let result = try PictureEvaluation(
        vote, pictures, isQuiet: quiet, note: StandardError.write)
      return try show(result, result.table)
    }
    var configuration = try RunConfiguration.read(beside: models.first ?? "", settings)
    let cards = classifiers.map(\.card)
    (configuration.imageSize, configuration.channels) = (
      cards.map(\.height).max(), cards[0].channels
    )
    configuration = try configuration.resolved()
    for classifier in classifiers {
      try classifier.card.requireRecipe(followedBy: configuration, classifier.path)
    }
    let images = try RunImages(configuration, split ?? .test, note: StandardError.write)
    if viewing.isAsked || models.isEmpty {
      guard case .memory(let images) = images else {
        throw UserError(
          "votes, views and published weights need images in memory; leave out --ensemble, --scales "
            + "and --views for dataset=imagenet, or name its folders with --pictures")
      }
      let named = models.isEmpty ? classifiers.map { $0.naming(images.classNames) } : classifiers
      let result = try EnsembleResult(named, images, viewing)
      try show(result, result.table)
    } else {
      let result = try RunResult(models[0], dataset: images, choosing: values)
      try show(result, result.table)
    }
  }

  private func show(_ result: some Encodable, _ table: String) throws {
    if json { print(try result.json(indented: false)) } else { print(table, terminator: "") }
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
