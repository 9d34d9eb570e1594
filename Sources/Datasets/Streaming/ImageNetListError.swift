/// A list of the ILSVRC data that does not fit the pictures, told in one line.
public struct ImageNetListError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// The line, from 1; nil where it is not one line's fault.
  public let line: Int?
  /// What is wrong with it.
  public let problem: String

  /// The file, the line and what is wrong.
  public var description: String { "\(path)\(line.map { ", line \($0)" } ?? ""): \(problem)" }
}
