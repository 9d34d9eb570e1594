import Gradus

/// Classifiers that look at pictures, each by its views, and what they say together.
struct PictureVote {
  /// A classifier and what it looks at.
  struct Member {
    let classifier: TrainedClassifier
    let views: PictureViews
  }

  let members: [Member]

  /// Makes a vote of members; traps when there is none.
  init(_ members: [Member]) {
    precondition(!members.isEmpty, "a vote needs a classifier")
    self.members = members
  }

  /// How many images are looked at for each picture.
  var views: Int { members.reduce(0) { $0 + $1.views.count } }

  /// What each member looks at.
  var memberViews: [PictureViews] { members.map(\.views) }

  /// Logits `[n, classes]`: the classifier's own for one view, else logarithms of the averaged
  /// probabilities.
  func logits(_ pictures: [PictureImages]) -> Tensor {
    if views == 1 { return Self.logits(members[0], pictures.map { $0[0][0] }) }
    var sum: Tensor?
    for (place, member) in members.enumerated() {
      for view in 0..<member.views.count {
        let probabilities = Self.logits(member, pictures.map { $0[place][view] }).softmax()
        sum = sum.map { $0 + probabilities } ?? probabilities
      }
    }
    let mean = (sum ?? Tensor.zeros([pictures.count, 1])) * (1 / Double(views))
    // A probability that underflowed to zero would have an infinite logarithm.
    return mean.maximum(Tensor.full(mean.shape, 1e-38)).log()
  }

  /// A member's own logits; whole pictures, which have sizes of their own, are looked at one by one.
  private static func logits(_ member: Member, _ images: [RasterImage]) -> Tensor {
    if member.views.areOfOneSize { return member.classifier.logits(images) }
    return Tensor.concatenate(images.map { member.classifier.logits([$0]) }, axis: 0)
  }
}
