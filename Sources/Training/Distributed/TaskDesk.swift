import Foundation

/// Where tasks are handed out: to the other ranks by a thread that reads their letters, to the first rank
/// itself, and to threads of this process.
///
/// Every stored property that changes is read and written under the lock of `condition`.
final class TaskDesk: @unchecked Sendable {
  private let condition = NSCondition()
  private let needs: [[Int]]
  /// The ranks; nil where all is done in this process.
  private let communicator: (any Communicator)?
  private let isEnding: @Sendable () -> Bool
  private let onEnd: @Sendable (Int) throws -> Void
  /// Tasks that nobody has, the dearest first.
  private var free: [Int]
  private var isDone: [Bool]
  /// Ranks that wait for a task, and how many others have not been told that there is none.
  private var idle: [Int] = []
  private var employed: Int
  private var failure: (any Error)?

  init(
    needs: [[Int]], costs: [Double], communicator: (any Communicator)? = nil,
    isEnding: @escaping @Sendable () -> Bool, onEnd: @escaping @Sendable (Int) throws -> Void
  ) {
    (self.needs, self.communicator) = (needs, communicator)
    (self.isEnding, self.onEnd) = (isEnding, onEnd)
    free = needs.indices.sorted { (-costs[$0], $0) < (-costs[$1], $1) }
    isDone = needs.map { _ in false }
    employed = (communicator?.count ?? 1) - 1
  }

  /// Reads letters until all other ranks have been told that there is nothing left.
  func serve() throws {
    guard let communicator else { return }
    while condition.withLock({ employed > 0 }) {
      let (rank, bytes) = try communicator.receive()
      // The first rank's own letter says that there is nobody left to wait for.
      if rank == communicator.rank { continue }
      try condition.withLock {
        if let task = TaskLetter(bytes).task { finish(task) }
        idle.append(rank)
        try handOut()
      }
    }
  }

  /// A task for the first rank or a thread; waits until there is one, nil when there will be none.
  func take() throws -> Int? {
    try condition.withLock {
      while true {
        if let failure { throw failure }
        if let task = nextReady() { return task }
        if free.isEmpty || isEnding() { return nil }
        condition.wait()
      }
    }
  }

  /// The first rank or a thread has done a task.
  func end(_ task: Int) throws {
    try condition.withLock {
      let wereEmployed = employed > 0
      finish(task)
      try handOut()
      // `serve` waits for a letter that no other rank sends any more.
      if wereEmployed, employed == 0, let communicator {
        try communicator.send([], to: communicator.rank)
      }
    }
  }

  /// Somebody cannot go on: no more tasks begin.
  func fail(_ error: any Error) {
    condition.withLock {
      failure = failure ?? error
      condition.broadcast()
    }
  }

  private func finish(_ task: Int) {
    isDone[task] = true
    do { try onEnd(task) } catch { failure = failure ?? error }
    condition.broadcast()
  }

  private func nextReady() -> Int? {
    guard !isEnding(), failure == nil,
      let place = free.firstIndex(where: { needs[$0].allSatisfy { isDone[$0] } })
    else { return nil }
    return free.remove(at: place)
  }

  private func handOut() throws {
    while let rank = idle.first {
      let task = nextReady()
      // Something may become ready yet.
      if task == nil, !free.isEmpty, !isEnding(), failure == nil { return }
      idle.removeFirst()
      if task == nil { employed -= 1 }
      try communicator?.send(TaskLetter(task: task).bytes, to: rank)
    }
    condition.broadcast()
  }
}
