/// The sum over tiles of the outer products of transformed inputs and transformed gradients, for all
/// frequencies: the gradient of a transformed filter, `[frequency][input][output]`.
@usableFromInline
package struct WinogradFilterSum<T: VectorScalar> {
  /// Transformed inputs and gradients, laid out by `WinogradPatches`.
  package let inputs: UnsafePointer<T>, gradients: UnsafePointer<T>
  /// Elements from frequency to frequency of both, and tiles of each channel block.
  package let inputStride: Int, gradientStride: Int, pitch: Int
  /// The number of tiles.
  package let tiles: Int
  package let frequencies: Int
  /// Where sums go: elements from frequency to frequency and from input to input.
  package let target: UnsafeMutablePointer<T>
  package let targetStride: Int, targetRow: Int
  /// Which inputs and outputs are summed: from whole register tiles on.
  package let rows: Range<Int>, columns: Range<Int>
  /// Whether sums are added to the target.
  package let accumulates: Bool

  package init(
    inputs: UnsafePointer<T>, inputStride: Int, gradients: UnsafePointer<T>, gradientStride: Int,
    pitch: Int, tiles: Int, frequencies: Int, target: UnsafeMutablePointer<T>, targetStride: Int,
    targetRow: Int, rows: Range<Int>, columns: Range<Int>, accumulates: Bool
  ) {
    (self.inputs, self.inputStride) = (inputs, inputStride)
    (self.gradients, self.gradientStride) = (gradients, gradientStride)
    (self.pitch, self.tiles, self.frequencies) = (pitch, tiles, frequencies)
    (self.target, self.targetStride, self.targetRow) = (target, targetStride, targetRow)
    (self.rows, self.columns, self.accumulates) = (rows, columns, accumulates)
  }
}
