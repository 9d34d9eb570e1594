/// The name of an experiment, which is its folder's too; each stands beside its experiment.
public struct ExperimentName: RawRepresentable, Hashable, Codable, Sendable, CodingKeyRepresentable
{
  /// The name in records and the folder's name.
  public let rawValue: String

  /// Makes a name of what is in a record.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Names an experiment.
  public init(_ name: String) { self.init(rawValue: name) }
}
