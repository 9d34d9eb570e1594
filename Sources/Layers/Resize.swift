import GradusAutodiff
import GradusTensors

/// Resizes images, to a fixed size or by a factor.
public final class Resize: Layer {
  private enum Target {
    case size(height: Int, width: Int)
    case factor(Double)
  }

  private let target: Target
  /// How pixels are computed.
  public let interpolation: ResizeRule
  /// Whether the centres of the corner pixels stay where they are.
  public let alignsCorners: Bool

  /// Makes a layer whose results have a height and a width, in pixels.
  public init(
    height: Int, width: Int, _ interpolation: ResizeRule = .nearest, alignsCorners: Bool = false
  ) {
    target = .size(height: height, width: width)
    (self.interpolation, self.alignsCorners) = (interpolation, alignsCorners)
  }

  /// Makes a layer whose results are `factor` times as high and wide, rounded down.
  public init(
    factor: Double, _ interpolation: ResizeRule = .nearest, alignsCorners: Bool = false
  ) {
    precondition(factor > 0, "Resize: the factor must be positive, not \(factor)")
    target = .factor(factor)
    (self.interpolation, self.alignsCorners) = (interpolation, alignsCorners)
  }

  /// Resizes `[n, h, w, c]`.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(x.shape.rank == 4, "resize: images [n, h, w, c] expected, not \(x.shape)")
    guard x.shape.rank == 4 else { return x }
    let (height, width) =
      switch target {
      case .size(let height, let width): (height, width)
      case .factor(let factor):
        (Int(Double(x.shape[1]) * factor), Int(Double(x.shape[2]) * factor))
      }
    return x.resized(
      height: height, width: width, interpolation, alignsCorners: alignsCorners)
  }
}
