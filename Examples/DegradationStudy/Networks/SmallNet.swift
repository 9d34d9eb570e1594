import Gradus

/// A net of the lecture's comparisons: layers that make features, and a classifier.
final class SmallNet: Classifier {
  let features: Sequential
  let head: Sequential
  let classes: Int

  /// Makes a net whose head turns features `[n, h, w, c]` into `classes` logits.
  init(_ features: [any Layer], head: [any Layer], classes: Int) {
    (self.features, self.head) = (Sequential(features), Sequential(head))
    self.classes = classes
  }

  /// Makes a net that averages `channels` features over the image and classifies them.
  convenience init(_ features: [any Layer], channels: Int, classes: Int) {
    self.init(features, head: [GlobalAveragePool(), Linear(channels, classes)], classes: classes)
  }

  /// Logits of images `[n, h, w, c]`.
  func forward(_ images: Variable) -> Prediction {
    Prediction(logits: head(features(images)))
  }
}
