import GradusAutodiff
import GradusTensors

/// Maximum pooling; windows may overlap, and padding never wins.
public final class MaxPool2d: Layer {
  /// Kernel, stride, padding and rounding.
  public package(set) var geometry: PoolingGeometry

  /// Makes a pooling with everything spelled out.
  public init(_ geometry: PoolingGeometry) { self.geometry = geometry }

  /// Makes a pooling with a square window; the stride is the window's size when nil.
  public convenience init(
    kernel: Int, stride: Int? = nil, padding: Int = 0, roundsUp: Bool = false
  ) {
    self.init(
      PoolingGeometry(kernel: kernel, stride: stride, padding: padding, roundsUp: roundsUp))
  }

  /// Takes the maximum of each window.
  public func forward(_ x: Variable) -> Variable { x.maxPool(geometry) }
}

/// Average pooling.
public final class AveragePool2d: Layer {
  /// Kernel, stride, padding and rounding.
  public let geometry: PoolingGeometry

  /// Makes a pooling with everything spelled out.
  public init(_ geometry: PoolingGeometry) { self.geometry = geometry }

  /// Makes a pooling with a square window; the stride is the window's size when nil.
  public convenience init(
    kernel: Int, stride: Int? = nil, padding: Int = 0, roundsUp: Bool = false,
    countsPadding: Bool = true
  ) {
    self.init(
      PoolingGeometry(
        kernel: kernel, stride: stride, padding: padding, roundsUp: roundsUp,
        countsPadding: countsPadding))
  }

  /// Takes the mean of each window.
  public func forward(_ x: Variable) -> Variable { x.averagePool(geometry) }
}

/// Average pooling to a fixed output size, whatever the input's.
public final class AdaptiveAveragePool2d: Layer {
  /// Height and width of the output.
  public let height: Int, width: Int

  /// Makes a pooling; 1 by 1 is global average pooling.
  public init(height: Int = 1, width: Int = 1) { (self.height, self.width) = (height, width) }

  /// Takes the mean of each window.
  public func forward(_ x: Variable) -> Variable {
    x.adaptiveAveragePool(height: height, width: width)
  }
}
