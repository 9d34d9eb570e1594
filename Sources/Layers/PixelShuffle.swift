import GradusAutodiff

/// Turns channels into pixels: `[n, h, w, c r²]` to `[n, h r, w r, c]` (Shi et al. 2016).
public final class PixelShuffle: Layer {
  /// r, the factor of height and width.
  public let factor: Int
  /// Makes the layer.
  public init(_ factor: Int) { self.factor = factor }
  /// Rearranges; traps unless the channels divide by r².
  public func forward(_ x: Variable) -> Variable { x.pixelShuffled(factor) }
}

/// Turns pixels into channels: `[n, h r, w r, c]` to `[n, h, w, c r²]`.
public final class PixelUnshuffle: Layer {
  /// r, the divisor of height and width.
  public let factor: Int
  /// Makes the layer.
  public init(_ factor: Int) { self.factor = factor }
  /// Rearranges; traps unless height and width divide by r.
  public func forward(_ x: Variable) -> Variable { x.pixelUnshuffled(factor) }
}
