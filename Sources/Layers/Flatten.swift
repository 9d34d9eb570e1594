import GradusAutodiff

/// Joins all axes but the first: `[n, h, w, c]` to `[n, h w c]`.
///
/// The order is height, width, channel; weights made elsewhere for channel-first features are
/// rearranged by whoever loads them.
public final class Flatten: Layer {
  /// Makes the layer.
  public init() {}
  /// Reshapes.
  public func forward(_ x: Variable) -> Variable {
    x.reshaped(to: [x.shape[0], -1])
  }
}
