/// What a step of several ranks spent on adding up gradients.
public struct ExchangeTime: Sendable, Hashable {
  /// From the first bucket of gradients that was begun to the last that was there, in seconds.
  public internal(set) var total = 0.0
  /// The part of it after the backward run had ended, in seconds: what the step waited for.
  public internal(set) var exposed = 0.0

  /// The share of it that the backward run hid, in 0...1.
  public var hiddenShare: Double { total > 0 ? 1 - exposed / total : 1 }
}
