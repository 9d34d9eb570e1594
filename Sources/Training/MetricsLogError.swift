/// A metrics file that cannot be continued, told in one line.
public struct MetricsLogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The number of the line, from 1.
  public let line: Int
  /// What is wrong with it, and what to do.
  public let problem: String

  /// The file, the line, what is wrong and what to do.
  public var description: String { "\(path), line \(line): \(problem)" }
}
