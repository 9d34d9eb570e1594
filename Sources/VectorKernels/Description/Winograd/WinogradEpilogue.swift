/// What follows a convolution, in registers: `activation((x - mean) * factor + shift + addition)`.
///
/// The arithmetic is that of `EpilogueRun`: single operations, none fused.
@usableFromInline
package struct WinogradEpilogue<T: VectorScalar> {
  /// One value for each channel.
  package let mean: UnsafePointer<T>, factor: UnsafePointer<T>, shift: UnsafePointer<T>
  /// Laid out like the result; nil for nothing.
  package let addition: UnsafePointer<T>?
  /// Applied last.
  package let activation: VectorActivation

  package init(
    mean: UnsafePointer<T>, factor: UnsafePointer<T>, shift: UnsafePointer<T>,
    addition: UnsafePointer<T>?, activation: VectorActivation
  ) {
    (self.mean, self.factor, self.shift) = (mean, factor, shift)
    (self.addition, self.activation) = (addition, activation)
  }
}
