/// Wrong input, in one line; the program ends with exit code 2.
package struct UserError: Error, CustomStringConvertible {
  /// What is wrong, and what to do.
  package let description: String

  /// Makes the error.
  package init(_ description: String) { self.description = description }
}
