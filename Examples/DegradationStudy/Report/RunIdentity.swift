import GradusClaims

/// What tells one training run of the study from another.
struct RunIdentity: Hashable, Sendable {
  /// Whether the net has shortcuts.
  enum Kind: String, Codable, Sendable, CaseIterable {
    /// A stack of layers without shortcuts.
    case plain
    /// The same stack with a shortcut around every pair of layers.
    case residual
  }

  /// Whether the net has shortcuts.
  var kind: Kind
  /// The number of weighted layers, 6 n + 2.
  var depth: Int
  /// The number of channels of the first stage.
  var width: Int
  /// The seed of the initial weights and of the order of the data.
  var seed: UInt64

  /// The net, for example `plain-56`.
  var subject: Subject { kind == .plain ? .plain(depth) : .residual(depth) }
  /// Its name.
  var net: String { subject.rawValue }
}
