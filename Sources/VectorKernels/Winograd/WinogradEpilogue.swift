/// What follows a convolution, in registers: `activation((x - mean) * factor + shift + addition)`.
///
/// The arithmetic is that of `EpilogueRun`: single operations, none fused.
@usableFromInline
package struct WinogradEpilogue<T: VectorScalar> {
  /// One value for each channel.
  package let mean: UnsafePointer<T>, factor: UnsafePointer<T>, shift: UnsafePointer<T>
  /// Laid out like the result; nil for nothing.
  package let addition: UnsafePointer<T>?
  /// Applied last.
  package let activation: VectorActivation

  package init(
    mean: UnsafePointer<T>, factor: UnsafePointer<T>, shift: UnsafePointer<T>,
    addition: UnsafePointer<T>?, activation: VectorActivation
  ) {
    (self.mean, self.factor, self.shift) = (mean, factor, shift)
    (self.addition, self.activation) = (addition, activation)
  }
}

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
    case .hardSwish:
      return x * Tier.clamped(x + Tier.Vector(repeating: 3)) * Tier.Vector(repeating: T(1.0 / 6))
    }
  }
}
