/// Trainable parameters for which a backward run gave no gradient.
public struct MissingGradients: Error, Sendable, CustomStringConvertible {
  /// The parameters' paths.
  public let paths: [String]

  /// One line that names the parameters and what to do.
  public var description: String {
    "no gradient for \(paths.prefix(5).joined(separator: ", "))"
      + (paths.count > 5 ? " and \(paths.count - 5) more" : "")
      + ": the loss does not depend on them; use them in forward, set isTrainable to false, or make "
      + "the optimiser with allowsMissingGradients: true"
  }
}
