import GradusTensors

extension ImageDataset {
  /// A random part of the images for training and the rest, both in the data set's order.
  ///
  /// `share`, in 0..<1, is that of the rest, rounded to whole images; the seed alone decides which.
  public func holdingOut(
    share: Double, seed: UInt64
  ) -> (training: ImageDataset, heldOut: ImageDataset) {
    let (training, heldOut) = RandomSplit.holdingOut(share, of: count, seed: seed, name: name)
    return (subset(training), subset(heldOut))
  }

  /// So many random images in the data set's order, or all when there are fewer; the seed alone
  /// decides which.
  public func sample(_ count: Int, seed: UInt64) -> ImageDataset {
    count < self.count ? subset(RandomSplit.sample(count, of: self.count, seed: seed)) : self
  }
}

/// Positions that a seed chooses, ascending.
enum RandomSplit {
  /// The positions that stay and those of the share that is held out.
  static func holdingOut(
    _ share: Double, of count: Int, seed: UInt64, name: String
  ) -> (training: [Int], heldOut: [Int]) {
    precondition((0..<1).contains(share), "\(name): a share must be in 0..<1, not \(share)")
    let order = RandomStream(seed: seed, name: "held-out images").permutation(count)
    let rest = Int((Double(count) * share).rounded())
    return (order[rest...].sorted(), order[..<rest].sorted())
  }

  /// `count` of `total` positions.
  static func sample(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
    precondition((0...total).contains(count), "a sample of \(count) of \(total) images")
    return RandomStream(seed: seed, name: "sample of images").permutation(total)[..<count].sorted()
  }
}
