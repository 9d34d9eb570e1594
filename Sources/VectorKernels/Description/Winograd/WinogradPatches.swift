/// Brings what tiles see, or the gradients of their outputs, to Winograd's frequencies.
///
/// A part of a row of tiles goes through a cache line of channels at a time: every column is mapped
/// vertically once into a strip in the innermost cache, where neighbouring tiles share it, and then
/// horizontally to the frequencies. Columns outside of the image are zeros of the strip, rows outside
/// of it are read from a row of zeros, so that there is one loop for all tiles.
///
/// The result is laid out `[frequency][channel block][tile][channel of the block]`: rows of the left
/// operand of all products are one cache line apart, whatever the number of channels.
@usableFromInline
package struct WinogradPatches<T: VectorScalar> {
  /// Whether the images are gradients of outputs.
  package let isGradient: Bool
  /// Channels-last images.
  package let images: UnsafePointer<T>
  package let height: Int, width: Int, channels: Int
  /// How far the first tile's patch reaches over the image's corner.
  package let top: Int, left: Int
  package let grid: WinogradGrid
  /// As many zeros as a row of an image has elements.
  package let zeros: UnsafePointer<T>

  /// Images that tiles look at.
  package init(
    _ images: UnsafePointer<T>, height: Int, width: Int, channels: Int, top: Int, left: Int,
    _ grid: WinogradGrid, zeros: UnsafePointer<T>
  ) {
    isGradient = false
    self.images = images
    (self.height, self.width, self.channels) = (height, width, channels)
    (self.top, self.left, self.grid, self.zeros) = (top, left, grid, zeros)
  }

  /// The gradients of the outputs of a grid.
  package init(
    gradients: UnsafePointer<T>, channels: Int, _ grid: WinogradGrid, zeros: UnsafePointer<T>
  ) {
    isGradient = true
    images = gradients
    (height, width, self.channels) = (grid.height, grid.width, channels)
    (top, left, self.grid, self.zeros) = (0, 0, grid, zeros)
  }

  /// Where transformed tiles go.
  @usableFromInline
  package struct Target {
    package let base: UnsafeMutablePointer<T>
    /// Elements from frequency to frequency.
    package let frequencyStride: Int
    /// Tiles that each channel block has room for.
    package let pitch: Int

    package init(base: UnsafeMutablePointer<T>, frequencyStride: Int, pitch: Int) {
      (self.base, self.frequencyStride, self.pitch) = (base, frequencyStride, pitch)
    }
  }
}
