import Foundation
import GradusTensors

/// Prepares the next elements on a thread of its own, while the caller works on the current one.
///
/// The elements and their order are those of the source. Dropping the prefetcher ends its thread,
/// after at most one more element.
///
///     let prefetcher = Prefetcher(batches.epoch(0))
///     while let batch = try prefetcher.next() { ... }
public final class Prefetcher<Element: Sendable>: Sendable {
  private let queue: BoundedQueue<Element>

  /// Starts a thread that prepares up to `depth` elements ahead.
  ///
  /// `makeSource` is called once, on that thread; what it returns is called there for one element
  /// at a time, until it returns nil or throws. Traps when `depth` is less than 1.
  public init(
    depth: Int = 2, _ makeSource: @escaping @Sendable () -> () throws -> Element?
  ) {
    precondition(depth >= 1, "a prefetcher prepares at least 1 element ahead, not \(depth)")
    let queue = BoundedQueue<Element>(capacity: depth)
    self.queue = queue
    let thread = Thread {
      // The source has ended, and what it holds is released, before the queue is told.
      let outcome = Result { try Self.run(makeSource, into: queue) }
      queue.finish(outcome)
    }
    thread.name = "gradus-prefetch"
    thread.start()
  }

  deinit { queue.close() }

  private static func run(
    _ makeSource: () -> () throws -> Element?, into queue: BoundedQueue<Element>
  ) throws {
    let source = makeSource()
    while queue.awaitRoom(), let element = try source() { queue.append(element) }
  }

  /// The next element, or nil after the last.
  ///
  /// Throws the source's error when its turn comes, and again on every later call.
  public func next() throws -> Element? { try queue.removeFirst() }
}

extension Prefetcher where Element == Batch {
  /// Starts to prepare `batches`, up to `depth` of them ahead.
  public convenience init(_ batches: BatchSequence, depth: Int = 2) {
    self.init(depth: depth) {
      var batches = batches
      return { batches.next() }
    }
  }
}
