import GradusVectorKernels

/// What is done with a vector of outputs before it is written.
protocol WinogradFinish {
  associatedtype Scalar: VectorScalar
  /// The result for the first `lanes` elements from a channel on; `index` is where they are written.
  func apply<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, channel: Int, index: Int, lanes: Int
  ) -> Tier.Vector where Tier.Scalar == Scalar
}

/// Nothing follows.
struct WinogradNoEpilogue<Scalar: VectorScalar>: WinogradFinish {
  @inline(__always)
  func apply<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, channel: Int, index: Int, lanes: Int
  ) -> Tier.Vector where Tier.Scalar == Scalar { x }
}

extension WinogradEpilogue: WinogradFinish {
  typealias Scalar = T

  @inline(__always)
  func apply<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, channel: Int, index: Int, lanes: Int
  ) -> Tier.Vector where Tier.Scalar == T {
    var x =
      (x - Tier.load(mean + channel, first: lanes)) * Tier.load(factor + channel, first: lanes)
      + Tier.load(shift + channel, first: lanes)
    if let addition { x += Tier.load(addition + index, first: lanes) }
    switch activation {
    case .identity: return x
    case .relu: return Tier.clampedBelow(x)
    case .relu6: return Tier.clamped(x)
    case .hardSwish: return Tier.hardSwish(x)
    }
  }
}
