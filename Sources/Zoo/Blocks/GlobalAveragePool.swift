import GradusAutodiff
import GradusLayers

/// The mean of each channel over the whole image: `[n, h, w, c]` to `[n, c]`.
///
/// Lin et al. 2013, §3.2; it is what lets a classifier take images of any size.
public final class GlobalAveragePool: Layer {
  /// Makes the layer.
  public init() {}

  /// Averages and drops the image axes.
  public func forward(_ x: Variable) -> Variable {
    x.adaptiveAveragePool(height: 1, width: 1).reshaped(to: [x.shape[0], x.shape[3]])
  }
}
