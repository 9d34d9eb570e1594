import Foundation
import GradusTensors

/// Tasks that the ranks of a job, or threads of one process, take as they come free, the dearest first of those whose needs are done.
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
    let thread = Thread {
      clerk.finish(
        Result {
          do { try desk.serve() } catch {
            desk.fail(error)
            throw error
          }
        })
    }
    thread.name = "gradus-farm"
    thread.start()
    while let task = try desk.take() {
      try perform(task)
      try desk.end(task)
    }
    try clerk.wait()
  }

  /// Does all tasks, on threads of this process.
  ///
  /// Loops inside of tasks share the library's threads; set `Parallel.threadCount` to 1 where tasks alone
  /// fill the cores. Throws what a task or `makePerformer` throws first, once the tasks that were under way
  /// have ended.
  ///
  /// - Parameters:
  ///   - count: how many threads; traps below 1.
  ///   - isEnding: whether no more tasks shall begin.
  ///   - onEnd: told of each task that is done, one at a time.
  ///   - makePerformer: makes what does tasks, on each thread its own.
  public func run(
    onThreads count: Int, isEnding: @escaping @Sendable () -> Bool = { false },
    onEnd: @escaping @Sendable (Int) throws -> Void = { _ in },
    makePerformer: @escaping @Sendable () throws -> (Int) throws -> Void
  ) throws {
    precondition(count >= 1, "task farm: \(count) threads cannot do anything")
    let desk = TaskDesk(needs: needs, costs: costs, isEnding: isEnding, onEnd: onEnd)
    let results = (0..<count).map { _ in PendingResult<Void>() }
    for (number, result) in results.enumerated() {
      let thread = Thread {
        result.finish(
          Result {
            do {
              let perform = try makePerformer()
              while let task = try desk.take() {
                try perform(task)
                try desk.end(task)
              }
            } catch {
              desk.fail(error)
              throw error
            }
          })
      }
      thread.name = "gradus-farm-\(number + 1)"
      thread.stackSize = 8 << 20
      thread.start()
    }
    let ends = results.map { result in Result { try result.wait() } }
    for end in ends { try end.get() }
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
struct TaskLetter {
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
