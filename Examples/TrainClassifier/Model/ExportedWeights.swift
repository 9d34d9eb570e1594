import Gradus

/// Weights in PyTorch's names and layout, with the classifier's card in the metadata.
enum ExportedWeights {
  /// Writes a classifier's weights; throws `FileError`.
  static func write(_ classifier: TrainedClassifier, to path: String) throws {
    var metadata = ["format": "pt", ModelCard.key: try classifier.card.text()]
    metadata["step"] = classifier.step.map(String.init)
    let tensors = classifier.model.stateDictionary(layout: .pyTorch)
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path)
  }
}
