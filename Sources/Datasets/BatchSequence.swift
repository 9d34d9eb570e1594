/// Consecutive batches of images in memory, made when they are asked for.
public struct BatchSequence: Sequence, IteratorProtocol, Sendable {
  private let batches: Batches
  private var plan: BatchPlan

  init(_ batches: Batches, steps: Range<Int>) {
    (self.batches, plan) = (batches, batches.plan(steps))
  }

  /// The next batch, or nil after the last.
  public mutating func next() -> Batch? {
    plan.next().map { place, visits in
      batches.batch(of: visits, epoch: place.epoch, index: place.index, number: place.number)
    }
  }
}
