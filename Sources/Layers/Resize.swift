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

  /// Makes a layer whose results are `factor` times as high and wide, rounded down; their pixels are
  /// 1 / `factor` of the input's apart unless corners are aligned. Traps unless the factor is positive and
  /// finite.
  public init(
    factor: Double, _ interpolation: ResizeRule = .nearest, alignsCorners: Bool = false
  ) {
    precondition(
      factor > 0 && factor.isFinite,
      "Resize: the factor must be positive and finite, not \(factor)")
    target = .factor(factor)
    (self.interpolation, self.alignsCorners) = (interpolation, alignsCorners)
  }

  /// Resizes `[n, h, w, c]`.
  public func forward(_ x: Variable) -> Variable {
    switch target {
    case .size(let height, let width):
      x.resized(height: height, width: width, interpolation, alignsCorners: alignsCorners)
    case .factor(let factor):
      x.resized(factor: factor, interpolation, alignsCorners: alignsCorners)
    }
  }
}
