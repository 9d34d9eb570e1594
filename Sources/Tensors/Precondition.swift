// The standard library's `precondition` drops its message in optimised code, and this package's
// numeric targets are optimised in every build. These two shadow it inside the package, so that a
// programming error is always told in words, with the layer it happened in.

/// Stops the program with `message` unless `condition` holds, in debug and release builds alike.
@inlinable
@inline(__always)
package func precondition(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String = String(),
  file: StaticString = #file, line: UInt = #line
) {
  if !condition() { preconditionFailure(message(), file: file, line: line) }
}

/// Stops the program with `message`, in debug and release builds alike.
@inlinable
package func preconditionFailure(
  _ message: @autoclosure () -> String = String(), file: StaticString = #file, line: UInt = #line
) -> Never {
  fatalError(TrapPlace.prefix + message(), file: file, line: line)
}

/// Where in a model the program is, told in front of the message of a programming error.
///
/// Operations know shapes but not layers; whoever runs a model says here how to find out the path.
@usableFromInline
package struct TrapPlace: Sendable {
  // A task-local works outside of tasks too: it is then local to the thread.
  @TaskLocal package static var current: TrapPlace?

  // Who runs the model, where that is not the user.
  @TaskLocal private static var runner: String?

  private let path: @Sendable () -> String

  /// Makes a place from what tells the path of the running layer, empty at the top.
  package init(path: @escaping @Sendable () -> String) { self.path = path }

  /// Runs a model for an instrument, which then stands in front of the message of a trap.
  package static func naming<R>(_ runner: String, _ body: () -> R) -> R {
    $runner.withValue(runner, operation: body)
  }

  /// The path and a colon, `layer1.0.conv1: `; empty outside of models.
  @usableFromInline
  package static var prefix: String {
    [runner, current?.path()].compactMap { $0 }.filter { !$0.isEmpty }.map { "\($0): " }.joined()
  }
}
