import Gradus
import GradusExampleSupport

extension TrainCommand {
  /// The settings, resolved, and the data; what is wrong with them is thrown before anything is written.
  func prepare(
    _ folder: RunFolder, isFirst: Bool
  ) throws -> (TrainingConfiguration, TrainingData) {
    guard !output.isEmpty else { throw UserError("--output needs the name of a folder") }
    var configuration = TrainingConfiguration()
    if resume {
      guard folder.contains("config.json") else {
        throw UserError("there is no run to resume in \(output): config.json is missing")
      }
      let path = folder.file("config.json")
      try configuration.apply(JSONValue(readingFrom: path), path: path)
      var asked = configuration
      try settings.apply(to: &asked)
      if let name = asked.difference(from: configuration) {
        throw UserError("\(name) differs from the run in \(output); leave it out to resume")
      }
    } else {
      if isFirst { try requireNoRun(folder) }
      try settings.apply(to: &configuration)
      if let network = initial.network {
        configuration.network = try SlideName.entry(network).name
      }
      // What was learned on pictures prepared otherwise would have to be learned again.
      if let weights = initial.weights, configuration.channels ?? 3 == 3,
        !isGrey(configuration.dataset)
      {
        try normalizeAsPublished(&configuration, weights, isFirst: isFirst)
      }
    }
    configuration = try configuration.resolved()
    return (configuration, try TrainingData(configuration, note: StandardError.write))
  }

  /// Sets the network's published normalisation where none is set, and says so; throws `UserError` where the
  /// weights say that theirs was another. Pictures of ImageNet have ImageNet's, which is said where it is not
  /// the network's.
  private func normalizeAsPublished(
    _ configuration: inout TrainingConfiguration, _ weights: String, isFirst: Bool
  ) throws {
    guard configuration.normalization == nil else { return }
    let recipe = try Catalog.entry(named: configuration.network).recipe
    let published = Normalization(mean: recipe.mean, standardDeviation: recipe.deviation)
    if configuration.dataset == TrainingConfiguration.imageNet {
      let imageNet = InputRecipe.imageNet()
      guard isFirst, recipe.scaling != imageNet.scaling || recipe.isBlueFirst else { return }
      return StandardError.write(
        "note: pictures: \(imageNet.scaling), as dataset=imagenet has it; \(configuration.network)'s "
          + "publisher has \(recipe.scaling), which the first steps have to unlearn")
    }
    if let card = try ModelCard(besideWeights: weights), card.normalization != published {
      throw UserError(
        "\(weights): its pictures were normalised otherwise than \(configuration.network)'s publisher has "
          + "it; say how with --set normalization=per-pixel-mean, per-channel or published")
    }
    configuration.normalization = TrainingConfiguration.published
    guard isFirst else { return }
    StandardError.write(
      "note: pictures: \(recipe.scaling), as \(configuration.network)'s publisher has it; --set "
        + "normalization=per-channel measures the training images instead")
  }

  private func isGrey(_ dataset: String) -> Bool {
    BuiltInDataset(rawValue: dataset).map { $0 != .cifar10 && $0 != .cifar100 } ?? false
  }

  /// Throws where the folder has a run already.
  func requireNoRun(_ folder: RunFolder) throws {
    guard !folder.contains("config.json") else {
      throw UserError(
        "\(output) already holds a run; continue it with --resume, or give another --output")
    }
  }
}
