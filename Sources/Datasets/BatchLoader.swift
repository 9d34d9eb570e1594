import Foundation
import GradusTensors

/// Makes batches ahead of the step on several threads; their order is that of the steps for any number
/// of threads.
///
///     let loader = BatchLoader(batches, from: 0, workers: 4)
///     while let batch = try loader.next() { ... }
///
/// Dropping the loader ends its threads, after at most one more batch each.
public final class BatchLoader<Minibatch: Sendable>: Sendable {
  private let queue: OrderedBatches<Minibatch>

  /// Starts `workers` threads.
  ///
  /// - Parameters:
  ///   - source: what batches are made from.
  ///   - step: the number of the first batch.
  ///   - end: the number at which batches end; they do not.
  ///   - workers: threads, each of which makes whole batches; traps on less than 1.
  ///   - ahead: batches that are made but not yet asked for, those being made included; one a worker and
  ///     one more when nil. Traps on less than 1.
  public init(
    _ source: some BatchSource<Minibatch>, from step: Int, to end: Int = .max, workers: Int = 1,
    ahead: Int? = nil
  ) {
    let ahead = ahead ?? workers + 1
    precondition(
      workers >= 1 && ahead >= 1,
      "a loader needs at least 1 thread and 1 batch ahead, not \(workers) and \(ahead)")
    let queue = OrderedBatches<Minibatch>(
      source.plan(step..<max(step, end)), first: step, ahead: ahead, workers: workers)
    self.queue = queue
    for number in 0..<workers {
      let thread = Thread {
        let make = source.makeWorker()
        while let (place, visits) = queue.claim() {
          queue.put(Result { try make(place, visits) }, at: place.number)
        }
        queue.leave()
      }
      thread.name = "gradus-loader-\(number + 1)"
      thread.start()
    }
  }

  deinit { queue.close() }

  /// The next batch, or nil after the last; throws what making it threw, and again on every later call.
  public func next() throws -> Minibatch? { try queue.next() }
}

/// Batches that several threads make and one takes, in the order of their numbers.
///
/// Every stored property that changes is read and written under the lock of `condition`.
private final class OrderedBatches<Minibatch: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let ahead: Int
  private var plan: BatchPlan
  private var ready: [Int: Result<Minibatch, any Error>] = [:]
  /// The numbers of the batch that is claimed next and of the one that is taken next.
  private var claimed: Int, taken: Int
  private var isClosed = false
  private var isPlanned = false
  private var workers: Int

  init(_ plan: BatchPlan, first: Int, ahead: Int, workers: Int) {
    (self.plan, self.ahead, self.workers) = (plan, ahead, workers)
    (claimed, taken) = (first, first)
  }

  /// Worker: waits until there is room; nil once there is nothing to make.
  func claim() -> (place: BatchPlace, visits: [ExampleVisit])? {
    condition.withLock {
      while claimed - taken >= ahead && !isClosed { condition.wait() }
      guard !isClosed, let next = plan.next() else {
        isPlanned = true
        condition.broadcast()
        return nil
      }
      claimed += 1
      return next
    }
  }

  /// Worker: hands over a batch.
  func put(_ batch: Result<Minibatch, any Error>, at number: Int) {
    condition.withLock {
      ready[number] = batch
      condition.broadcast()
    }
  }

  /// Worker: has ended, and what its source holds is released.
  func leave() {
    condition.withLock {
      workers -= 1
      condition.broadcast()
    }
  }

  /// The next batch in order.
  func next() throws -> Minibatch? {
    try condition.withLock {
      while ready[taken] == nil && !(isPlanned && taken == claimed) { condition.wait() }
      guard let result = ready[taken] else { return nil }
      // An error stays where it is, for every later call.
      let batch = try result.get()
      ready[taken] = nil
      taken += 1
      condition.broadcast()
      return batch
    }
  }

  /// Asks the workers to stop and waits until they have.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
      while workers > 0 { condition.wait() }
      ready = [:]
    }
  }
}
