/// What a trial is about: a net or a condition, such as `plain-56`.
///
/// Programs name their subjects once, as static members beside the experiment that has them, and
/// criteria use the same members: a name that nobody measures does not compile.
///
///     extension Subject {
///       static func plain(_ depth: Int) -> Subject { Subject("plain-\(depth)") }
///     }
public struct Subject: RawRepresentable, Hashable, Codable, Sendable {
  /// The name in records, tables and files.
  public let rawValue: String

  /// Makes a subject of the name in a record.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Names a subject.
  public init(_ name: String) { self.init(rawValue: name) }

  /// The same subject under a condition: `plain-32, warm-up`.
  public func with(_ condition: String) -> Subject { Subject("\(rawValue), \(condition)") }
}

extension Subject: CustomStringConvertible {
  /// The name.
  public var description: String { rawValue }
}
