import Synchronization

/// Counts the bytes that the shape-only tensors made in a scope would occupy while they live.
///
///     let memory = ShapeOnlyMemory()
///     let tape = memory.counting { record(model, on: Tensor(shapeOnly: [32, 224, 224, 3])) }
///     memory.liveBytes        // what the tape keeps
///
/// Counted by the same reference counts as real memory. Tensors that other threads make are not
/// counted; those made in the scope leave the count wherever they die.
package final class ShapeOnlyMemory: Sendable {
  // A task-local works outside of tasks too: it is then local to the thread.
  @TaskLocal static var current: ShapeOnlyMemory?

  private let bytes = Atomic<Int>(0)

  /// Makes a counter at zero.
  package init() {}

  /// The bytes of the counted tensors that are alive.
  package var liveBytes: Int { bytes.load(ordering: .relaxed) }

  /// Runs `body` and counts the shape-only tensors it makes; of nested counters the innermost counts.
  package func counting<R>(_ body: () throws -> R) rethrows -> R {
    try Self.$current.withValue(self, operation: body)
  }

  func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }

  func subtract(_ count: Int) { bytes.subtract(count, ordering: .relaxed) }
}
