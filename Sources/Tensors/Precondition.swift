// The standard library's `precondition` drops its message in optimised code, and this package's
// numeric targets are optimised in every build. These two shadow it inside the package, so that a
// programming error is always told in words.

/// Stops the program with `message` unless `condition` holds, in debug and release builds alike.
@inlinable
@inline(__always)
package func precondition(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String = String(),
  file: StaticString = #file, line: UInt = #line
) {
  if !condition() { fatalError(message(), file: file, line: line) }
}

/// Stops the program with `message`, in debug and release builds alike.
@inlinable
package func preconditionFailure(
  _ message: @autoclosure () -> String = String(), file: StaticString = #file, line: UInt = #line
) -> Never {
  fatalError(message(), file: file, line: line)
}
