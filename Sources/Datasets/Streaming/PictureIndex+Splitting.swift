import GradusTensors

extension PictureIndex {
  /// A random part of the pictures for training and the rest, both in the index's order: those that the
  /// same call on an ``ImageDataset`` of as many images would choose.
  ///
  /// `share`, in 0..<1, is that of the rest, rounded to whole pictures; the seed alone decides which.
  public func holdingOut(
    share: Double, seed: UInt64
  ) -> (training: PictureIndex, heldOut: PictureIndex) {
    let (training, heldOut) = RandomSplit.holdingOut(share, of: count, seed: seed, name: path)
    return (subset(training), subset(heldOut))
  }

  /// So many random pictures in the index's order, or all when there are fewer; the seed alone decides
  /// which.
  public func sample(_ count: Int, seed: UInt64) -> PictureIndex {
    count < self.count ? subset(RandomSplit.sample(count, of: self.count, seed: seed)) : self
  }
}
