/// What batches are made from: images in memory, pictures in files, or examples of one's own.
///
/// A batch is a function of its place in the sequence, so that any number of threads can make batches
/// ahead, each its own, and the order is the same.
public protocol BatchSource<Minibatch>: Sendable {
  /// What a step learns from, such as a `Batch` of images.
  associatedtype Minibatch: Sendable
  /// What messages and reports call the data.
  var name: String { get }
  /// What changes with the data, their labels, their classes and their order.
  var fingerprint: String { get }
  /// Which examples form which batch.
  var sampler: BatchSampler { get }
  /// The part of each batch that this process makes.
  var shard: Shard { get set }
  /// Makes the function that makes batches on one thread, from the visits to their examples.
  func makeWorker() -> (BatchPlace, _ visits: [ExampleVisit]) throws -> Minibatch
}

/// Where a batch stands.
public struct BatchPlace: Sendable, Hashable {
  /// The epoch, the batch's number within it and within the whole run, all from 0.
  public let epoch: Int, index: Int, number: Int
}

extension BatchSource {
  /// What thread by thread makes the batches of `steps`: for each step the place and this shard's examples.
  func plan(_ steps: Range<Int>) -> BatchPlan { BatchPlan(sampler, shard, steps: steps) }
}

/// The places and examples of consecutive batches; remembers the order of the epoch it is in.
struct BatchPlan: Sendable {
  private let sampler: BatchSampler
  private let shard: Shard
  private var steps: Range<Int>
  private var visits: EpochVisits?

  init(_ sampler: BatchSampler, _ shard: Shard, steps: Range<Int>) {
    (self.sampler, self.shard, self.steps) = (sampler, shard, steps)
  }

  /// The next batch; nil after the last.
  mutating func next() -> (place: BatchPlace, visits: [ExampleVisit])? {
    guard let step = steps.first else { return nil }
    steps = steps.dropFirst()
    let (epoch, index) = sampler.position(ofStep: step)
    let all = visits.flatMap { $0.epoch == epoch ? $0 : nil } ?? EpochVisits(sampler, epoch: epoch)
    visits = all
    let whole = Array(all[sampler.range(ofBatch: index)])
    return (
      BatchPlace(epoch: epoch, index: index, number: step),
      Array(whole[shard.range(of: whole.count)])
    )
  }
}
