import GradusAutodiff
import GradusTensors

/// Surrounds images with what a rule makes of their border.
public final class BorderPad: Layer {
  /// Pixels added at each side.
  public let padding: Padding
  /// What the pixels show.
  public let rule: BorderRule

  /// Makes the layer.
  public init(_ padding: Padding, by rule: BorderRule) {
    (self.padding, self.rule) = (padding, rule)
  }

  /// Surrounds `[n, h, w, c]`; traps with the layer's path where the rule finds no pixel.
  public func forward(_ x: Variable) -> Variable {
    x.padded(
      before: [0, padding.top, padding.left, 0], after: [0, padding.bottom, padding.right, 0],
      by: rule)
  }
}
