/// Consecutive batches; remembers the order of the epoch it is in.
public struct BatchSequence: Sequence, IteratorProtocol, Sendable {
  private let batches: Batches
  private var steps: Range<Int>
  private var order: [Int] = []
  private var orderedEpoch: Int?

  init(_ batches: Batches, steps: Range<Int>) {
    self.batches = batches
    self.steps = steps
  }

  /// The next batch, or nil after the last.
  public mutating func next() -> Batch? {
    guard let step = steps.first else { return nil }
    steps = steps.dropFirst()
    let (epoch, index) = batches.sampler.position(ofStep: step)
    if orderedEpoch != epoch {
      order = batches.sampler.order(ofEpoch: epoch)
      orderedEpoch = epoch
    }
    let indices = batches.sampler.indices(inOrder: order, index: index)
    return batches.batch(of: indices, epoch: epoch, index: index, number: step)
  }
}
