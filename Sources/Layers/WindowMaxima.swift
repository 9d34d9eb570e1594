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
  /// Kernel, stride, padding and rounding.
  public let geometry: PoolingGeometry
  /// The distance between neighbouring pixels of a window.
  public let dilation: Extent

  /// Makes a pooling with everything spelled out; traps unless the dilation is positive.
  public init(_ geometry: PoolingGeometry, dilation: Extent) {
    precondition(
      min(dilation.height, dilation.width) > 0,
      "DilatedMaxPool2d: the dilation must be positive, not \(dilation)")
    (self.geometry, self.dilation) = (geometry, dilation)
  }

  /// Makes a pooling with a square window; the stride is the window's size when nil.
  public convenience init(
    kernel: Int, stride: Int? = nil, padding: Int = 0, roundsUp: Bool = false, dilation: Int
  ) {
    self.init(
      PoolingGeometry(kernel: kernel, stride: stride, padding: padding, roundsUp: roundsUp),
      dilation: Extent(dilation))
  }

  /// Takes the maximum of each window; traps with the layer's path when the image holds none.
  public func forward(_ x: Variable) -> Variable {
    x.windowsSpread(geometry, dilation: dilation)
      .maxPool(
        PoolingGeometry(kernel: geometry.kernel, stride: geometry.kernel, padding: Padding(0)))
  }
}
