import GradusTensors

extension ImageDataset {
  /// A random part of the images for training and the rest, both in the data set's order.
  ///
  /// `share`, in 0..<1, is that of the rest, rounded to whole images; the seed alone decides which.
  public func holdingOut(
    share: Double, seed: UInt64
  ) -> (training: ImageDataset, heldOut: ImageDataset) {
    precondition((0..<1).contains(share), "\(name): a share must be in 0..<1, not \(share)")
    let order = RandomStream(seed: seed, name: "held-out images").permutation(count)
    let rest = Int((Double(count) * share).rounded())
    return (subset(order[rest...].sorted()), subset(order[..<rest].sorted()))
  }

  /// So many random images in the data set's order, or all when there are fewer; the seed alone
  /// decides which.
  public func sample(_ count: Int, seed: UInt64) -> ImageDataset {
    guard count < self.count else { return self }
    let order = RandomStream(seed: seed, name: "sample of images").permutation(self.count)
    return subset(order[..<count].sorted())
  }
}
