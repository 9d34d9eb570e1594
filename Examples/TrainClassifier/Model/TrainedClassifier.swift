import Foundation
import Gradus

/// A classifier read from a run's folder, a checkpoint or an exported file.
struct TrainedClassifier {
  /// Which values of a run's weights are meant.
  enum Weights: String, CaseIterable {
    /// Their running average.
    case average
    /// The weights themselves.
    case raw
  }

  let card: ModelCard
  let model: any Classifier
  /// Where the weights come from: the file.
  let path: String
  /// The step they are of; nil for an exported file.
  let step: Int?
  /// Which they are.
  let weights: Weights

  /// Reads a classifier; `path` is a folder or a file, `weights` nil takes the average where there is
  /// one. Throws an error that names the file.
  init(_ path: String, weights: Weights? = nil) throws {
    let file = try Self.file(path)
    let contents = try WeightsFile.read(file)
    card = try ModelCard(metadata: contents.metadata, path: file)
    self.path = file
    model = try card.makeModel()
    guard contents.format is CheckpointFormat else {
      if let weights {
        throw UserError("\(file): an exported file has no \(weights.rawValue) weights to choose")
      }
      (step, self.weights) = (nil, .raw)
      try Self.load(
        contents.tensors, LoadOptions(layout: contents.format.layout), into: model, file)
      return
    }
    let checkpoint = try Checkpoint(readingFrom: file)
    if weights == .average, checkpoint.averagedWeights == nil {
      throw UserError("\(file): the run kept no average of its weights; it had averageDecay=0")
    }
    let averaged = weights == .raw ? nil : checkpoint.averagedWeights
    step = checkpoint.step
    self.weights = averaged == nil ? .raw : .average
    try Self.load(averaged ?? checkpoint.weights, .everything, into: model, file)
  }

  /// Makes a classifier of published weights.
  init(card: ModelCard, model: any Classifier, path: String) {
    (self.card, self.model, self.path) = (card, model, path)
    (step, weights) = (nil, .raw)
  }

  /// The best checkpoint of a run's folder, or its last where none was chosen; a file is itself.
  private static func file(_ path: String) throws -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return path }
    let folder = CheckpointFolder("\(path)/\(TrainingRun.checkpointsName)", keeping: 1)
    if FileManager.default.fileExists(atPath: folder.bestPath) { return folder.bestPath }
    let steps = FileManager.default.fileExists(atPath: folder.path) ? try folder.steps() : []
    guard let last = steps.last else {
      throw UserError("\(path): no checkpoints in it; give the folder of a run that train made")
    }
    return folder.path(ofStep: last)
  }

  private static func load(
    _ weights: StateDictionary, _ options: LoadOptions, into model: any Classifier, _ file: String
  ) throws {
    try model.load(weights, options, path: file)
    // Pictures are single precision, whatever the file holds.
    model.convert(to: .float32)
  }

  /// The logits `[n, classes]` of images of one size, which are prepared but for their normalisation; traps
  /// on none.
  func logits(_ images: [RasterImage]) -> Tensor {
    let first = images[0]
    let dataset = ImageDataset(
      name: "pictures", pixels: images.flatMap(\.pixels), height: first.height,
      width: first.width, channels: first.channels, labels: images.map { _ in 0 },
      classNames: card.classNames)
    return model(card.normalization(dataset.images(at: Array(images.indices))))
  }

  /// The probabilities of each picture's classes; pictures are those that the card prepared.
  func probabilities(_ prepared: [RasterImage]) -> [[Double]] {
    prepared.isEmpty ? [] : Self.rows(logits(prepared).softmax())
  }

  /// The rows of a matrix.
  static func rows(_ matrix: Tensor) -> [[Double]] {
    let (scalars, width) = (matrix.scalars, matrix.shape[1])
    return (0..<matrix.shape[0]).map { Array(scalars[$0 * width..<($0 + 1) * width]) }
  }
}

extension TrainedClassifier {
  /// The classifier under the names that a data set has for its classes, where it has no own.
  func naming(_ names: [String]) -> TrainedClassifier {
    guard card.classNames.count == names.count, card.hasNoNames else {
      return self
    }
    var card = card
    card.classNames = names
    return TrainedClassifier(card: card, model: model, path: path)
  }
}
