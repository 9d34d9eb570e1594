/// Brings sums of outer products back to the gradients of a filter's taps, `[taps, taps, inputs, outputs]`.
@usableFromInline
package struct WinogradFilterGradient<T: VectorScalar> {
  package let tile: WinogradTile
  /// `[slice][frequency][input][output]`: sums of slices of the tiles, added on the way.
  package let sums: UnsafePointer<T>
  package let slices: Int, sliceStride: Int
  /// Elements from frequency to frequency and from input to input.
  package let frequencyStride: Int, row: Int
  package let target: UnsafeMutablePointer<T>
  package let inputs: Int, outputs: Int

  package init(
    _ tile: WinogradTile, sums: UnsafePointer<T>, slices: Int, sliceStride: Int,
    frequencyStride: Int, row: Int, target: UnsafeMutablePointer<T>, inputs: Int, outputs: Int
  ) {
    (self.tile, self.sums) = (tile, sums)
    (self.slices, self.sliceStride) = (slices, sliceStride)
    (self.frequencyStride, self.row) = (frequencyStride, row)
    (self.target, self.inputs, self.outputs) = (target, inputs, outputs)
  }
}
