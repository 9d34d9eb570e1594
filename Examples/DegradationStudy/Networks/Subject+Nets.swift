import GradusClaims

extension Subject {
  /// A net without shortcuts: `plain-56`.
  static func plain(_ depth: Int) -> Subject { Subject("plain-\(depth)") }
  /// The same net with shortcuts: `residual-56`.
  static func residual(_ depth: Int) -> Subject { Subject("residual-\(depth)") }

  /// The net trained from a learning rate that rises.
  var withWarmUp: Subject { with("warm-up") }
  /// The net without batch normalisation.
  var withoutNorm: Subject { with("no norm") }
  /// The net from another start than He's.
  func starting(_ start: WeightStart) -> Subject { with(start.rawValue) }
  /// The residual net without normalisation whose branches start at zero.
  var withSkipInit: Subject { with("skip-init") }
}

/// A shallow net and a deep one of the same kind.
struct NetPair: Sendable, Hashable {
  let shallow: Subject, deep: Subject

  /// Nets without shortcuts at the first two of the depths.
  static func plain(_ depths: [Int]) -> NetPair {
    NetPair(shallow: .plain(depths[0]), deep: .plain(depths[1]))
  }

  /// Nets with shortcuts at the first two of the depths.
  static func residual(_ depths: [Int]) -> NetPair {
    NetPair(shallow: .residual(depths[0]), deep: .residual(depths[1]))
  }

  /// Both nets under a condition.
  func map(_ condition: (Subject) -> Subject) -> NetPair {
    NetPair(shallow: condition(shallow), deep: condition(deep))
  }
}
