import Foundation
import GradusTensors

/// Tasks that the ranks of a job take as they come free, the dearest first of those whose needs are done.
///
/// The first rank hands them out and does its own share beside; a rank that is done with one asks for the
/// next. Which rank does what depends on time, so that results must not.
public struct TaskFarm: Sendable {
  private let needs: [[Int]]
  private let costs: [Double]

  /// Describes tasks by what each needs to be done before, as positions, and by about how long each takes.
  ///
  /// Traps unless there is one list of needs for each cost, of other tasks than itself.
  public init(needs: [[Int]], costs: [Double]) {
    precondition(
      needs.count == costs.count
        && needs.enumerated().allSatisfy { task, needs in
          needs.allSatisfy { costs.indices.contains($0) && $0 != task }
        }, "task farm: \(needs.count) lists of needs and \(costs.count) costs do not fit")
    (self.needs, self.costs) = (needs, costs)
  }

  /// Does all tasks, each on one rank; called on all ranks with the same tasks.
  ///
  /// Throws what `perform` throws, on its rank, what `onEnd` throws, on the first, and
  /// `CommunicationError`.
  ///
  /// - Parameters:
  ///   - communicator: the ranks.
  ///   - isEnding: whether no more tasks shall begin; asked on the first rank.
  ///   - onEnd: told on the first rank of each task that is done, one at a time.
  ///   - perform: does a task.
  public func run(
    over communicator: any Communicator, isEnding: @escaping @Sendable () -> Bool = { false },
    onEnd: @escaping @Sendable (Int) throws -> Void = { _ in }, perform: (Int) throws -> Void
  ) throws {
    guard communicator.isFirst else { return try work(communicator, perform) }
    let desk = TaskDesk(
      needs: needs, costs: costs, communicator: communicator, isEnding: isEnding, onEnd: onEnd)
    let clerk = PendingResult<Void>()
    let thread = Thread { clerk.finish(Result { try desk.serve() }) }
    thread.name = "gradus-farm"
    thread.start()
    while let task = try desk.take() {
      try perform(task)
      try desk.end(task)
    }
    try clerk.wait()
  }

  /// What the other ranks do: report, ask, and do what they are given.
  private func work(_ communicator: any Communicator, _ perform: (Int) throws -> Void) throws {
    var done = TaskLetter.none
    while true {
      try communicator.send(done.bytes, to: 0)
      let next = TaskLetter(try communicator.receive().bytes)
      guard let task = next.task else { return }
      try perform(task)
      done = TaskLetter(task: task)
    }
  }
}

/// A task's number on its way, or none.
private struct TaskLetter {
  let task: Int?

  static let none = TaskLetter(task: nil)

  init(task: Int?) { self.task = task }

  init(_ bytes: [UInt8]) {
    let number = bytes.reduce(0) { $0 << 8 | Int($1) }
    task = number == 0 ? nil : number - 1
  }

  var bytes: [UInt8] {
    let number = (task ?? -1) + 1
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

/// Where tasks are handed out: to the other ranks by a thread that reads their letters, and to the first
/// rank itself.
///
/// Every stored property that changes is read and written under the lock of `condition`.
private final class TaskDesk: @unchecked Sendable {
  private let condition = NSCondition()
  private let needs: [[Int]]
  private let communicator: any Communicator
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
    needs: [[Int]], costs: [Double], communicator: any Communicator,
    isEnding: @escaping @Sendable () -> Bool, onEnd: @escaping @Sendable (Int) throws -> Void
  ) {
    (self.needs, self.communicator) = (needs, communicator)
    (self.isEnding, self.onEnd) = (isEnding, onEnd)
    free = needs.indices.sorted { (-costs[$0], $0) < (-costs[$1], $1) }
    isDone = needs.map { _ in false }
    employed = communicator.count - 1
  }

  /// Reads letters until all other ranks have been told that there is nothing left.
  func serve() throws {
    while condition.withLock({ employed > 0 }) {
      let (rank, bytes) = try communicator.receive()
      try condition.withLock {
        if let task = TaskLetter(bytes).task { finish(task) }
        idle.append(rank)
        try handOut()
      }
    }
  }

  /// A task for the first rank; waits until there is one, nil when there will be none.
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

  /// The first rank has done a task.
  func end(_ task: Int) throws {
    try condition.withLock {
      finish(task)
      try handOut()
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
      try communicator.send(TaskLetter(task: task).bytes, to: rank)
    }
    condition.broadcast()
  }
}
