import GradusTensors
import Synchronization
import Testing

@testable import GradusDatasets

@Suite struct PrefetcherTests {
  private struct Failure: Error {}

  /// Counts what happens on the prefetching thread.
  private final class Log: Sendable {
    let produced = Atomic<Int>(0)
    let alive = Atomic<Int>(0)
  }

  /// Lives as long as the source that owns it.
  private final class Guest: Sendable {
    let log: Log
    init(_ log: Log) {
      self.log = log
      log.alive.add(1, ordering: .sequentiallyConsistent)
    }
    deinit { log.alive.subtract(1, ordering: .sequentiallyConsistent) }
  }

  private func counting(_ log: Log, depth: Int) -> Prefetcher<Int> {
    Prefetcher(depth: depth) {
      let guest = Guest(log)
      return { guest.log.produced.add(1, ordering: .sequentiallyConsistent).newValue }
    }
  }

  @Test(arguments: [1, 2, 5])
  func givesTheSameBatchesInTheSameOrder(depth: Int) throws {
    let dataset = randomDataset(31, height: 4, width: 4, channels: 1)
    let batches = Batches(of: dataset, batchSize: 5, seed: 2, augmentation: .standard)
    let prefetcher = Prefetcher(batches.epoch(3), depth: depth)
    for batch in batches.epoch(3) {
      let prefetched = try #require(try prefetcher.next())
      #expect(isSame(prefetched, batch))
    }
    #expect(try prefetcher.next() == nil)
    #expect(try prefetcher.next() == nil)
  }

  @Test func anErrorComesInItsTurnAndStays() throws {
    let prefetcher = Prefetcher<Int> {
      var count = 0
      return {
        count += 1
        if count == 4 { throw Failure() }
        return count
      }
    }
    for expected in 1...3 { #expect(try prefetcher.next() == expected) }
    for _ in 0..<2 { #expect(throws: Failure.self) { try prefetcher.next() } }
  }

  @Test(arguments: [1, 3])
  func neverRunsFurtherAheadThanItsDepth(depth: Int) throws {
    let log = Log()
    let prefetcher = counting(log, depth: depth)
    for taken in 1...200 {
      #expect(try prefetcher.next() == taken)
      #expect(log.produced.load(ordering: .sequentiallyConsistent) <= taken + depth)
    }
  }

  @Test func droppingItEndsItsWork() throws {
    for taken in 0..<50 {
      let log = Log()
      var prefetcher: Prefetcher? = counting(log, depth: 1 + taken % 3)
      for _ in 0..<(taken % 5) { _ = try prefetcher?.next() }
      prefetcher = nil
      #expect(prefetcher == nil)
      // The source is gone, so nothing can be produced any more.
      #expect(log.alive.load(ordering: .sequentiallyConsistent) == 0)
    }
  }
}
