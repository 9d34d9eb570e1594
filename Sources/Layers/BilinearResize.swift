import GradusAutodiff
import GradusTensors

/// Resizes images to a fixed height and width by bilinear interpolation.
public final class BilinearResize: Layer {
  /// Height and width of the result, in pixels.
  public let height: Int, width: Int

  /// Makes a layer.
  public init(height: Int, width: Int) { (self.height, self.width) = (height, width) }

  /// Resizes `[n, h, w, c]` to `[n, height, width, c]`.
  public func forward(_ x: Variable) -> Variable {
    x.resizedBilinearly(height: height, width: width)
  }
}
