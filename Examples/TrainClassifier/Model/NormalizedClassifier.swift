import Gradus

/// A classifier that normalises its pictures itself, as it was trained: for votes of classifiers that
/// were not trained alike, which all get the same pictures.
final class NormalizedClassifier: Classifier {
  let model: any Classifier
  private let normalization: Normalization

  /// Puts a normalisation in front of a classifier.
  init(_ model: any Classifier, _ normalization: Normalization) {
    (self.model, self.normalization) = (model, normalization)
  }

  var classes: Int { model.classes }
  var inputRequirement: InputRequirement { model.inputRequirement }

  /// Logits of pictures `[n, h, w, c]` with pixels in 0...1; no gradient reaches them.
  func forward(_ images: Variable) -> Prediction {
    let inputs = normalization(images.value)
    return model(images.tape.map { $0.constant(inputs) } ?? Variable(inputs))
  }
}
