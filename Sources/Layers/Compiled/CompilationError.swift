/// A model that cannot be compiled, told in one line.
///
///     gate: the operation "cubed" is one that only the model's own code computes; call the model itself
public struct CompilationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The layer that it is in; empty at the top.
  public let place: String
  /// The operation's name.
  public let operation: String
  /// What is wrong and what to do.
  public let problem: String

  init(_ place: String, _ operation: String, _ problem: String) {
    (self.place, self.operation, self.problem) = (place, operation, problem)
  }

  /// The place, the operation and the problem, on one line.
  public var description: String {
    (place.isEmpty ? "" : "\(place): ") + "the operation \"\(operation)\" \(problem)"
  }
}
