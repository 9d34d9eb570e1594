import Foundation
import Synchronization

/// The library's only parallel loop: a pool of workers that claim numbered chunks of work.
///
/// What a chunk computes never depends on who runs it, and no result on how many threads there are:
/// callers cut by sizes alone, or where the cut changes no sum. So results have the same bits for any
/// thread count. A loop started inside a loop, or while another thread's loop is running, runs on its
/// caller's thread: nothing nests and nothing waits.
public enum Parallel {
  /// The number of threads in use, the calling one included.
  ///
  /// Starts as `GRADUS_THREADS` from the environment, or else the number of cores that the process may
  /// use (affinity and the quota of its control groups). Traps outside of 1 to 1024.
  public static var threadCount: Int {
    get { WorkerPool.shared.threadCount }
    set {
      precondition(
        ThreadCountSetting.range.contains(newValue),
        "the thread count must be from 1 to 1024, not \(newValue)")
      WorkerPool.shared.threadCount = newValue
    }
  }

  /// A line to print once at start-up when `GRADUS_THREADS` is no valid number of threads, else nil.
  public static var warning: String? { setting.warning }

  fileprivate static let setting = ThreadCountSetting(
    ProcessInfo.processInfo.environment["GRADUS_THREADS"],
    cores: AvailableCores.count)

  /// Runs `body` once for each chunk number in `0..<chunks`, in any order and on any thread.
  static func forEach(_ chunks: Int, _ body: (Int) -> Void) {
    WorkerPool.shared.run(chunks, body)
  }

  /// Runs `body` over `0..<count` cut into ranges of a fixed length.
  static func forEachRange(_ count: Int, length: Int, _ body: (Range<Int>) -> Void) {
    let length = max(1, length)
    forEach((count + length - 1) / length) { chunk in
      body(chunk * length..<min(count, (chunk + 1) * length))
    }
  }
}

/// Worker threads that live as long as the process and sleep when there is nothing to do.
private final class WorkerPool: @unchecked Sendable {
  static let shared = WorkerPool()

  /// One less than the threads in use, clamped to the workers started.
  private let activeLimit = Atomic<Int>(0)
  private let startLock = NSLock()
  private var started = 0

  /// Rises by one for every job, so that idle workers see that there is something new.
  private let generation = Atomic<Int>(0)
  /// 0 while no job is open; otherwise 1 + 2 x the number of workers inside.
  private let gate = Atomic<Int>(0)
  private let busy = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let condition = NSCondition()

  // The open job. Written before the gate opens and read only by those who passed it.
  private var body: ((Int) -> Void)?
  private var chunks = 0
  private let next = Atomic<Int>(0)

  /// How often an idle worker looks for work before it goes to sleep: some tens of microseconds,
  /// about what waking a sleeping thread costs.
  private static let spins = 2_000

  private init() {
    self.threadCount = Parallel.setting.count
  }

  var threadCount: Int {
    get { activeLimit.load(ordering: .relaxed) + 1 }
    set {
      startLock.withLock {
        while started < newValue - 1 {
          let thread = Thread { [unowned self] in work() }
          thread.name = "gradus-worker-\(started + 1)"
          thread.stackSize = 8 << 20
          thread.start()
          started += 1
        }
      }
      activeLimit.store(newValue - 1, ordering: .relaxed)
    }
  }

  func run(_ chunks: Int, _ body: (Int) -> Void) {
    let alone = chunks <= 1 || activeLimit.load(ordering: .relaxed) == 0
    if alone
      || !busy.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing)
        .exchanged
    {
      for chunk in 0..<chunks { body(chunk) }
      return
    }
    withoutActuallyEscaping(body) { body in
      self.body = body
      self.chunks = chunks
      next.store(0, ordering: .relaxed)
      gate.store(1, ordering: .releasing)
      generation.add(1, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        condition.lock()
        condition.broadcast()
        condition.unlock()
      }
      claim(body, chunks)
      close()
      self.body = nil
    }
    busy.store(false, ordering: .releasing)
  }

  private func claim(_ body: (Int) -> Void, _ chunks: Int) {
    while true {
      let chunk = next.add(1, ordering: .relaxed).oldValue
      if chunk >= chunks { return }
      body(chunk)
    }
  }

  /// Shuts the gate to late workers and waits for those inside.
  private func close() {
    gate.subtract(1, ordering: .acquiringAndReleasing)
    var spins = 0
    while gate.load(ordering: .acquiring) != 0 {
      spins += 1
      if spins > 200 { sched_yield() }
    }
  }

  private func enter() -> Bool {
    var value = gate.load(ordering: .relaxed)
    while value & 1 == 1, value / 2 < activeLimit.load(ordering: .relaxed) {
      let attempt = gate.compareExchange(
        expected: value, desired: value + 2, ordering: .acquiringAndReleasing)
      if attempt.exchanged { return true }
      value = attempt.original
    }
    return false
  }

  private func work() {
    var seen = 0
    while true {
      waitForJob(after: &seen)
      guard enter() else { continue }
      if let body { claim(body, chunks) }
      gate.subtract(2, ordering: .acquiringAndReleasing)
    }
  }

  private func waitForJob(after seen: inout Int) {
    for spin in 0..<Self.spins {
      let current = generation.load(ordering: .acquiring)
      if current != seen {
        seen = current
        return
      }
      if spin & 15 == 15 { sched_yield() }
    }
    condition.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while generation.load(ordering: .sequentiallyConsistent) == seen { condition.wait() }
    seen = generation.load(ordering: .sequentiallyConsistent)
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    condition.unlock()
  }
}
