import GradusAutodiff
import GradusLayers
import GradusTensors

/// Several classifiers that vote: their class probabilities are averaged over members, scales and
/// crops.
///
/// What won every ImageNet challenge was an ensemble (Krizhevsky et al. 2012, §6; He et al. 2015,
/// Table 5). An ensemble is a classifier itself: its logits are the logarithms of the averaged
/// probabilities, so that their softmax is the average.
///
///     let ensemble = Ensemble([
///       (DenseNet.densenet161(), EnsembleViews(scales: [256, 480], cropSize: 224, crops: .ten)),
///       (InceptionV4(), EnsembleViews(cropSize: 299, crops: .centre)),
///     ])
public final class Ensemble: Classifier {
  /// The classifiers.
  public let members: [any Classifier]
  /// What each classifier looks at.
  public let views: [EnsembleViews]
  /// The number of classes.
  public let classes: Int

  /// Makes an ensemble; traps when there is no member or the numbers of classes differ.
  public init(_ members: [(classifier: any Classifier, views: EnsembleViews)]) {
    precondition(!members.isEmpty, "Ensemble: needs at least one member")
    classes = members[0].classifier.classes
    for (index, member) in members.enumerated() {
      precondition(
        member.classifier.classes == classes,
        "Ensemble: member \(index) has \(member.classifier.classes) classes, member 0 has \(classes)"
      )
    }
    self.members = members.map(\.classifier)
    views = members.map(\.views)
  }

  /// Logarithms of the averaged probabilities of images `[n, h, w, c]`; traps when images are smaller
  /// than a crop.
  public func forward(_ images: Variable) -> Prediction {
    let votes = zip(members, views).flatMap { member, views in
      views.images(images).map { member($0).logits.softmax() }
    }
    let sum = votes.dropFirst().reduce(votes[0]) { $0 + $1 }
    // A probability that underflowed to zero would have an infinite logarithm.
    let smallest = images.dtype == .float32 ? 1e-38 : 1e-300
    let mean = sum / Double(votes.count)
    return Prediction(logits: mean.maximum(mean.filled(with: smallest)).log())
  }
}
