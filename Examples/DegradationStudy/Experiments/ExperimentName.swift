/// The name of an experiment, which is its folder's too; each stands beside its experiment.
struct ExperimentName: RawRepresentable, Hashable, Codable, Sendable, CodingKeyRepresentable {
  let rawValue: String

  init(rawValue: String) { self.rawValue = rawValue }

  /// Names an experiment.
  init(_ name: String) { self.init(rawValue: name) }
}
