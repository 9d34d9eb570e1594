/// Something that failed although the input was right, in one line; the program ends with exit
/// code 1.
package struct ProgramFailure: Error, CustomStringConvertible {
  /// What failed.
  package let description: String

  /// Makes the error.
  package init(_ description: String) { self.description = description }
}
