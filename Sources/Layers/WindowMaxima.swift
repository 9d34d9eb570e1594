import GradusAutodiff
import GradusTensors

/// Maximum pooling to a fixed output size, whatever the input's.
public final class AdaptiveMaxPool2d: Layer {
  /// Height and width of the output.
  public let height: Int, width: Int

  /// Makes a pooling; 1 by 1 is global maximum pooling.
  public init(height: Int = 1, width: Int = 1) { (self.height, self.width) = (height, width) }

  /// Takes the maximum of each window.
  public func forward(_ x: Variable) -> Variable { x.adaptiveMaxPool(height: height, width: width) }
}

/// Maximum pooling over windows with gaps between their pixels.
public final class DilatedMaxPool2d: Layer {
  /// Kernel, stride and padding.
  public let geometry: PoolingGeometry
  /// The distance between neighbouring pixels of a window.
  public let dilation: Extent

  /// Makes a pooling; the stride is the window's size when nil.
  public init(kernel: Int, stride: Int? = nil, padding: Int = 0, dilation: Int) {
    precondition(dilation > 0, "DilatedMaxPool2d: the dilation must be positive, not \(dilation)")
    geometry = PoolingGeometry(kernel: kernel, stride: stride, padding: padding)
    self.dilation = Extent(dilation)
  }

  /// Takes the maximum of each window; traps with the layer's path when the image holds none.
  public func forward(_ x: Variable) -> Variable {
    x.windowsSpread(geometry, dilation: dilation)
      .maxPool(
        PoolingGeometry(kernel: geometry.kernel, stride: geometry.kernel, padding: Padding(0)))
  }
}
