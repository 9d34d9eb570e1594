/// Two parts of a run that do not agree about how far it is.
public struct ClockMismatch: Error, Sendable, CustomStringConvertible {
  /// Which parts, and what to do.
  public let description: String
}
