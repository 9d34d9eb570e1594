/// Named tensors that do not fit what they are for, which is as it was.
public struct StateMismatch: Error, Sendable, CustomStringConvertible {
  /// What takes named tensors.
  public enum Target: String, Sendable, Hashable {
    /// A model's parameters and buffers.
    case model
    /// An optimiser's state.
    case optimizer = "optimiser"
    /// A running average of a model's weights.
    case average
  }

  /// What the tensors were for.
  public let target: Target
  /// The file; nil for tensors from memory.
  public let path: String?
  /// What matched and what did not.
  public let report: LoadReport
  /// What else is wrong; nil where the report says it all.
  public let problem: String?

  /// Makes the error.
  public init(
    _ report: LoadReport, of target: Target, path: String? = nil, problem: String? = nil
  ) {
    (self.target, self.path, self.report, self.problem) = (target, path, report, problem)
  }

  /// One line that names the file, everything that does not match and what to do.
  public var description: String { "\(reason); \(advice)" }

  /// The line without what to do, for an error that knows better.
  package var reason: String {
    let subject = path.map { "\($0): its tensors" } ?? "the tensors"
    return "\(subject) do not fit the \(target.rawValue), nothing was loaded: "
      + (problem ?? "\(report)")
  }

  private var advice: String {
    switch target {
    case .model: "map the names, or ask for a partial load"
    case .optimizer: "use the optimiser and model that the state is of"
    case .average: "use the model that the average is of"
    }
  }
}
