/// What follows a convolution or a normalisation, over neighbouring elements with one value a channel:
/// `activation((x - mean) * factor + shift + addition)`.
///
/// The arithmetic is that of single operations, with no fused multiply-add, so that fusing and the
/// vector unit change no bit. NaN passes through every activation. Given a gradient, a run computes
/// the gradient before the activation instead; ties are 0 at 0 for ReLU, and the gradient at both ends
/// of a clamp.
@usableFromInline
package struct EpilogueRun<T: VectorScalar> {
  /// What is done with each channel first.
  @usableFromInline
  package enum Scaling: Sendable {
    /// Nothing.
    case none
    /// `x + shift`.
    case shift
    /// `(x - mean) * factor + shift`.
    case affine
  }

  /// The elements, from a channel whose values are first in `mean`, `factor` and `shift`.
  @usableFromInline package var source: UnsafePointer<T>
  /// Where the results go; may be `source`.
  @usableFromInline package var target: UnsafeMutablePointer<T>
  /// The number of elements.
  @usableFromInline package var count: Int
  /// After so many elements the values of the channels begin again.
  @usableFromInline package var period: Int
  /// Which of the channels' values are used.
  @usableFromInline package var scaling: Scaling
  /// `period` values each.
  @usableFromInline package var mean: UnsafePointer<T>, factor: UnsafePointer<T>,
    shift: UnsafePointer<T>
  /// Added after scaling, element by element; nil for nothing.
  @usableFromInline package var addition: UnsafePointer<T>?
  /// Applied last.
  @usableFromInline package var activation: VectorActivation
  /// The gradient of the result, if the gradient of the activation's argument is to be computed; the
  /// argument is then what comes of scaling and addition.
  @usableFromInline package var gradient: UnsafePointer<T>?
  /// Rows of `count` elements that are computed alike, and elements from row to row of the source (of
  /// the addition and the gradient, too) and of the target.
  @usableFromInline package var rows: Int, sourcePitch: Int, targetPitch: Int

  /// Makes a run; all memory has to stay valid until it has run.
  @inlinable
  package init(
    source: UnsafePointer<T>, target: UnsafeMutablePointer<T>, count: Int, period: Int,
    scaling: Scaling, mean: UnsafePointer<T>, factor: UnsafePointer<T>, shift: UnsafePointer<T>,
    addition: UnsafePointer<T>?, activation: VectorActivation, gradient: UnsafePointer<T>? = nil,
    rows: Int = 1, sourcePitch: Int = 0, targetPitch: Int = 0
  ) {
    (self.source, self.target, self.count, self.period) = (source, target, count, period)
    (self.scaling, self.mean, self.factor, self.shift) = (scaling, mean, factor, shift)
    (self.addition, self.activation, self.gradient) = (addition, activation, gradient)
    (self.rows, self.sourcePitch, self.targetPitch) = (rows, sourcePitch, targetPitch)
  }
}
