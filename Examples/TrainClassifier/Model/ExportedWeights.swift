import Gradus

/// Weights in PyTorch's names and layout, with the classifier's card in the metadata.
enum ExportedWeights {
  /// Writes a classifier's weights; throws `FileError`.
  static func write(_ classifier: TrainedClassifier, to path: String) throws {
    let layouts = layouts(of: classifier.model)
    var metadata = ["format": "pt", ModelCard.key: try classifier.card.text()]
    metadata["step"] = classifier.step.map(String.init)
    let tensors = classifier.model.stateDictionary.map { name, value in
      (name: name, tensor: layouts[name]?.toPyTorch(value) ?? value)
    }
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path)
  }

  /// The weights of an exported file in this library's layout; what does not fit the model is left
  /// as it is, for `load` to complain about.
  static func values(
    _ file: SafetensorsFile, of model: any Module
  ) -> [(name: String, value: Tensor)] {
    let layouts = layouts(of: model)
    let shapes = Dictionary(
      uniqueKeysWithValues: model.stateDictionary.map { ($0.name, $0.value.shape) })
    return file.tensors.map { name, tensor in
      guard let layout = layouts[name], let shape = shapes[name],
        layout.pyTorchShape(shape) == tensor.shape
      else { return (name, tensor) }
      return (name, layout.fromPyTorch(tensor))
    }
  }

  private static func layouts(of model: any Module) -> [String: PyTorchLayout] {
    Dictionary(
      uniqueKeysWithValues: model.parameters.map { ($0.path, $0.parameter.pyTorchLayout) })
  }
}
