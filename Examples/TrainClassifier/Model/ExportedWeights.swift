import Gradus

/// Weights in PyTorch's names and layout, with the classifier's card in the metadata.
enum ExportedWeights {
  /// Writes a classifier's weights; throws `FileError`.
  static func write(_ classifier: TrainedClassifier, to path: String) throws {
    var metadata = [ModelCard.key: try classifier.card.text()]
    metadata["step"] = classifier.step.map(String.init)
    try classifier.model.save(to: path, metadata: metadata)
  }
}
