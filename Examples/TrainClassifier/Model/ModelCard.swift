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

  /// The card as metadata.
  func text() throws -> String { try json(indented: false) }

  /// Decoding checks types only; this is what the initialisers of the parts would trap on.
  private var isSound: Bool {
    let sides = TrainingConfiguration.imageSizes
    guard sides.contains(height), sides.contains(width), channels == 1 || channels == 3,
      !classNames.isEmpty
    else { return false }
    let (mean, deviation) = (normalization.mean, normalization.standardDeviation)
    return (mean.count == channels || mean.count == height * width * channels)
      && mean.count == deviation.count && deviation.allSatisfy { $0 > 0 && $0.isFinite }
      && mean.allSatisfy(\.isFinite)
  }

  /// Builds the network, without values; throws `CatalogError` and `ShapeMismatch`.
  func makeModel() throws -> any Classifier {
    let model = try Catalog.entry(named: network).make(classNames.count, channels)
    _ = try model.outputShape(for: [1, height, width, channels])
    return model
  }
}
