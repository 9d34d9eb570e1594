import Foundation
import GradusTraining
import Synchronization
import Testing

/// Tasks shared out among ranks: each is done once, after what it needs.
@Suite struct TaskFarmTests {
  /// What happened, in order.
  private final class Log: Sendable {
    private let entries = Mutex<[String]>([])
    func add(_ entry: String) { entries.withLock { $0.append(entry) } }
    var all: [String] { entries.withLock { $0 } }
  }

  @Test(arguments: [1, 2, 4, 9]) func eachTaskIsDoneOnceAfterItsNeeds(_ ranks: Int) throws {
    let needs = (0..<40).map { task in task >= 10 ? [task - 10] : [] }
    let farm = TaskFarm(needs: needs, costs: (0..<40).map { Double($0 % 7) })
    let log = Log()
    _ = try LocalRanks.run(ranks) { communicator in
      try farm.run(over: communicator, onEnd: { log.add("end \($0)") }) { task in
        log.add("begin \(task)")
        usleep(UInt32(task % 5) * 300)
      }
    }
    let entries = log.all
    #expect(entries.count == 80 && Set(entries).count == 80)
    for task in 10..<40 {
      let end = try #require(entries.firstIndex(of: "end \(task - 10)"))
      #expect(end < (try #require(entries.firstIndex(of: "begin \(task)"))))
    }
  }

  /// The other ranks are idle when the end is asked for: nobody waits for a letter of theirs.
  @Test func anEndWhileOthersAreIdleIsHeeded() throws {
    let isEnding = Atomic<Bool>(false)
    let done = Atomic<Int>(0)
    _ = try LocalRanks.run(3) { communicator in
      try TaskFarm(needs: [[], [0], [0]], costs: [1, 1, 1]).run(
        over: communicator, isEnding: { isEnding.load(ordering: .relaxed) }
      ) { _ in
        // Long enough for the others to ask and find nothing that is ready.
        usleep(100_000)
        isEnding.store(true, ordering: .relaxed)
        done.add(1, ordering: .relaxed)
      }
    }
    #expect(done.load(ordering: .relaxed) == 1)
  }

  @Test(arguments: [1, 2, 5]) func threadsDoEachTaskOnceAfterItsNeeds(_ threads: Int) throws {
    let needs = (0..<40).map { task in task >= 10 ? [task - 10] : [] }
    let log = Log()
    try TaskFarm(needs: needs, costs: (0..<40).map { Double($0 % 7) }).run(
      onThreads: threads, onEnd: { log.add("end \($0)") },
      makePerformer: {
        log.add("performer")
        return { task in
          log.add("begin \(task)")
          usleep(UInt32(task % 5) * 300)
        }
      })
    let entries = log.all
    #expect(entries.count == 80 + threads && Set(entries).count == 81)
    for task in 10..<40 {
      let end = try #require(entries.firstIndex(of: "end \(task - 10)"))
      #expect(end < (try #require(entries.firstIndex(of: "begin \(task)"))))
    }
  }

  @Test func anErrorOnOneThreadEndsAll() {
    struct Broken: Error {}
    let done = Atomic<Int>(0)
    #expect(throws: Broken.self) {
      try TaskFarm(needs: (0..<100).map { $0 > 5 ? [5] : [] }, costs: (0..<100).map { _ in 1 }).run(
        onThreads: 3,
        makePerformer: {
          { task in
            if task == 5 { throw Broken() }
            done.add(1, ordering: .relaxed)
          }
        })
    }
    #expect(done.load(ordering: .relaxed) <= 5)
  }

  @Test func theDearestComesFirst() throws {
    let log = Log()
    _ = try LocalRanks.run(1) { communicator in
      try TaskFarm(needs: [[], [], []], costs: [1, 3, 2]).run(over: communicator) {
        log.add("\($0)")
      }
    }
    #expect(log.all == ["1", "2", "0"])
  }

  @Test func anEndIsHeededByAllRanks() throws {
    let done = Atomic<Int>(0)
    _ = try LocalRanks.run(3) { communicator in
      try TaskFarm(needs: (0..<100).map { _ in [] }, costs: (0..<100).map { _ in 1 }).run(
        over: communicator, isEnding: { done.load(ordering: .relaxed) >= 10 }
      ) { _ in
        usleep(500)
        done.add(1, ordering: .relaxed)
      }
    }
    #expect((10...13).contains(done.load(ordering: .relaxed)))
  }
}
