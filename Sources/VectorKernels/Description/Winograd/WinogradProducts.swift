/// The products of transformed tiles with one panel of a transformed filter, for all frequencies.
///
/// The operands lie in the caches as they are used: tiles in blocks of channels a cache line wide
/// (`WinogradPatches`), the panel `[frequency][input][column]`. Two blocks of channels at a time are
/// summed in registers, one where there are but two, and half a block where there is one: short sums
/// round less.
@usableFromInline
package struct WinogradProducts<T: VectorScalar> {
  /// Transformed tiles, from the first one that is multiplied.
  package let tiles: UnsafePointer<T>
  /// Elements from frequency to frequency of the tiles, and tiles of each channel block.
  package let tileStride: Int, pitch: Int
  /// The number of tiles, a multiple of a register tile's rows.
  package let count: Int
  /// Input channels.
  package let depth: Int
  /// The panel of the filter, and elements from frequency to frequency.
  package let panel: UnsafePointer<T>
  package let panelStride: Int
  package let frequencies: Int
  /// Where products go, `[frequency][tile][column]`, and elements from frequency to frequency.
  package let target: UnsafeMutablePointer<T>
  package let targetStride: Int

  package init(
    tiles: UnsafePointer<T>, tileStride: Int, pitch: Int, count: Int, depth: Int,
    panel: UnsafePointer<T>, panelStride: Int, frequencies: Int, target: UnsafeMutablePointer<T>,
    targetStride: Int
  ) {
    (self.tiles, self.tileStride, self.pitch) = (tiles, tileStride, pitch)
    (self.count, self.depth) = (count, depth)
    (self.panel, self.panelStride, self.frequencies) = (panel, panelStride, frequencies)
    (self.target, self.targetStride) = (target, targetStride)
  }
}
