/// What batches are made from: images in memory or pictures in files.
///
/// A batch is a function of its place in the sequence, so that any number of threads can make batches
/// ahead, each its own, and the order is the same.
public protocol BatchSource: Sendable {
  /// What messages and reports call the data.
  var name: String { get }
  /// What changes with the data, their labels, their classes and their order.
  var fingerprint: String { get }
  /// Which images form which batch.
  var sampler: BatchSampler { get }
  /// The part of each batch that this process makes.
  var shard: Shard { get set }
  /// Makes the function that makes batches on one thread, from the positions of their images.
  func makeWorker() -> (BatchPlace, _ indices: [Int]) throws -> Batch
}

/// Where a batch stands.
public struct BatchPlace: Sendable, Hashable {
  /// The epoch, the batch's number within it and within the whole run, all from 0.
  public let epoch: Int, index: Int, number: Int
}

extension BatchSource {
  /// What thread by thread makes the batches of `steps`: for each step the place and this shard's images.
  func plan(_ steps: Range<Int>) -> BatchPlan { BatchPlan(sampler, shard, steps: steps) }
}

/// The places and images of consecutive batches; remembers the order of the epoch it is in.
struct BatchPlan: Sendable {
  private let sampler: BatchSampler
  private let shard: Shard
  private var steps: Range<Int>
  private var order: [Int] = []
  private var orderedEpoch: Int?

  init(_ sampler: BatchSampler, _ shard: Shard, steps: Range<Int>) {
    (self.sampler, self.shard, self.steps) = (sampler, shard, steps)
  }

  /// The next batch; nil after the last.
  mutating func next() -> (place: BatchPlace, indices: [Int])? {
    guard let step = steps.first else { return nil }
    steps = steps.dropFirst()
    let (epoch, index) = sampler.position(ofStep: step)
    if orderedEpoch != epoch { (order, orderedEpoch) = (sampler.order(ofEpoch: epoch), epoch) }
    let whole = sampler.indices(inOrder: order, index: index)
    return (
      BatchPlace(epoch: epoch, index: index, number: step),
      Array(whole[shard.range(of: whole.count)])
    )
  }
}
