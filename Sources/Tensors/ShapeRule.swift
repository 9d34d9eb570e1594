import Synchronization

/// A shape or an element type that an operation or a layer does not take, in one line: the layer's path,
/// the operation, the shapes, the axis and what to do.
///
/// A dry run throws it, see `Tape.dryRun` and `Layer.outputShape(for:mode:)`; a run on numbers traps with
/// the same line.
public struct ShapeMismatch: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// Makes a mismatch from its line.
  public init(_ description: String) { self.description = description }
}

extension Tensor {
  /// States a rule that the shapes and types of an operation's operands keep.
  ///
  /// Where `condition` does not hold, the program stops with `message`, the path of the running layer
  /// before it, in debug and release builds alike. In a dry run it does not stop: the run ends with
  /// `ShapeMismatch`, and until it has ended operations give shapes without values. So say the rules of
  /// layers of your own by this and not by `precondition`, and go on in a way that cannot trap.
  ///
  /// - Parameters:
  ///   - condition: the rule.
  ///   - message: what is wrong, with the shapes, and what to do.
  @inlinable
  @inline(__always)
  public static func require(
    _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String,
    file: StaticString = #file, line: UInt = #line
  ) {
    if !condition() { DryRun.refuse(message(), file: file, line: line) }
  }
}

/// A run on shapes alone that ends with the first rule that the shapes break.
///
/// Model code does not throw, so a broken rule is written down and the code goes on; what is made from
/// then on has no values, whatever it is made of.
@usableFromInline
package final class DryRun: Sendable {
  // A task-local works outside of tasks too: it is then local to the thread.
  @TaskLocal private static var current: DryRun?

  // How many runs have met a mismatch and not ended: looked at first, since nearly always there is none.
  private static let refusals = Atomic<Int>(0)

  private let mismatch = Mutex<ShapeMismatch?>(nil)

  private init() {}

  /// Runs `body`, whose tensors must have no values, and throws the first mismatch.
  package static func run<R>(_ body: () -> R) throws(ShapeMismatch) -> R {
    let run = DryRun()
    let result = $current.withValue(run, operation: body)
    guard let mismatch = run.mismatch.withLock({ $0 }) else { return result }
    refusals.subtract(1, ordering: .relaxed)
    throw mismatch
  }

  /// Whether this thread's run has met a mismatch, so that shapes no longer fit to anything.
  static var hasRefused: Bool {
    refusals.load(ordering: .relaxed) > 0 && current?.mismatch.withLock { $0 != nil } == true
  }

  /// Stops the program, or notes the mismatch where a dry run waits for it.
  @usableFromInline
  static func refuse(_ message: String, file: StaticString, line: UInt) {
    guard let current else { preconditionFailure(message, file: file, line: line) }
    let found = ShapeMismatch(TrapPlace.prefix + message)
    let isFirst = current.mismatch.withLock { mismatch in
      defer { mismatch = mismatch ?? found }
      return mismatch == nil
    }
    if isFirst { refusals.add(1, ordering: .relaxed) }
  }
}
