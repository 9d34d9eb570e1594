import Foundation
import Gradus

/// What must be known besides the weights to classify a picture; kept in every checkpoint and in
/// exported files.
struct ModelCard: Codable, Equatable {
  /// The network's name in the catalog.
  var network: String
  /// What each class is called.
  var classNames: [String]
  /// The size of the images.
  var height: Int, width: Int, channels: Int
  /// How they are normalised.
  var normalization: Normalization
  /// How pictures of other sizes are prepared; nil where they are made to cover the size.
  var recipe: InputRecipe?
  /// What of the network is changed that its weights do not show, in words; nil for nothing.
  var change: String?

  /// The key of a file's metadata under which the card is kept.
  static let key = "classifier"

  /// Describes a run's model.
  init(_ configuration: TrainingConfiguration, _ data: TrainingData) {
    network = configuration.network
    classNames = data.training.classNames
    let shape = data.training.imageShape
    (height, width, channels) = (shape[0], shape[1], shape[2])
    normalization = data.normalization
  }

  /// Whether numbers stand for names that nobody knows.
  var hasNoNames: Bool { classNames == Self.numbered(classNames.count) }

  /// What classes without names are called: `class 0` and so on.
  static func numbered(_ count: Int) -> [String] { (0..<count).map { "class \($0)" } }

  /// Describes published weights.
  init(_ variant: NetworkVariant, _ recipe: InputRecipe, classNames: [String]) {
    (network, change) = (variant.network, NetworkVariant.Change.text(variant.changes))
    self.classNames = classNames
    (height, width, channels) = (recipe.cropSize, recipe.cropSize, recipe.mean.count)
    normalization = Normalization(mean: recipe.mean, standardDeviation: recipe.deviation)
    self.recipe = recipe
  }

  /// Reads the card from a file's metadata; throws `UserError` that names the file.
  init(metadata: [String: String], path: String) throws {
    guard let text = metadata[Self.key] else {
      throw UserError(
        "\(path): it does not say which network it is of; give a run's folder, one of its "
          + "checkpoints, or a file that export wrote")
    }
    guard let card = try? JSONDecoder().decode(ModelCard.self, from: Data(text.utf8)),
      card.isSound
    else { throw UserError("\(path): its description of the classifier is damaged") }
    self = card
  }

  /// The card of a file of weights of any format; nil where it has none or cannot be read, which loading it
  /// then says better. Throws `UserError` for a damaged card.
  init?(besideWeights path: String) throws {
    guard let file = try? WeightsFile.read(path, WeightsSelection { _ in [] }),
      file.metadata[Self.key] != nil
    else { return nil }
    try self.init(metadata: file.metadata, path: path)
  }

  /// The card as metadata.
  func text() throws -> String { try json(indented: false) }

  /// Decoding checks types only; this is what the initialisers of the parts would trap on.
  private var isSound: Bool {
    let sides = TrainingConfiguration.imageSizes
    guard sides.contains(height), sides.contains(width), channels == 1 || channels == 3,
      !classNames.isEmpty
    else { return false }
    if let recipe {
      guard recipe.cropSize == height, height == width,
        (recipe.cropSize...sides.upperBound).contains(recipe.shorterSide ?? recipe.cropSize)
      else { return false }
    }
    if let change, NetworkVariant.Change.list(change) == nil { return false }
    let (mean, deviation) = (normalization.mean, normalization.standardDeviation)
    return (mean.count == channels || mean.count == height * width * channels)
      && mean.count == deviation.count && deviation.allSatisfy { $0 > 0 && $0.isFinite }
      && mean.allSatisfy(\.isFinite)
  }

  /// A picture as the network gets it, but for its normalisation.
  func prepared(_ picture: RasterImage) -> RasterImage {
    let picture = picture.converted(toChannels: channels)
    return recipe.map { picture.prepared(by: $0) }
      ?? picture.covering(height: height, width: width)
  }

  /// Builds the network, without values; throws `CatalogError`, `NetworkVariantError` and
  /// `ShapeMismatch`.
  func makeModel() throws -> any Classifier {
    let variant = NetworkVariant(network, change.flatMap { NetworkVariant.Change.list($0) } ?? [])
    let model = try variant.make(classes: classNames.count, inputChannels: channels)
    _ = try model.outputShape(for: [1, height, width, channels])
    return model
  }
}
