/// Ctrl-C was pressed and everything is saved; the program ends with exit code 130.
package struct ProgramInterrupted: Error, CustomStringConvertible {
  /// The command that continues where the program left.
  package let continuation: String

  /// Makes the error.
  package init(continuation: String) { self.continuation = continuation }

  /// One line that says how to continue.
  package var description: String {
    "interrupted; everything is saved, continue with: \(continuation)"
  }
}
