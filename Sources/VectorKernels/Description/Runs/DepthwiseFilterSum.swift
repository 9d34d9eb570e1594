/// A part of the gradient of a depthwise convolution's filter: sums over a rectangle of output
/// pixels that see the same taps, of what a tap sees times the pixel's gradient, added to the target.
///
/// Several taps by some vectors of channels are summed in registers over the whole rectangle.
@usableFromInline
package struct DepthwiseFilterSum<T: VectorScalar> {
  /// What the first pixel's offsets count from.
  @usableFromInline package var source: UnsafePointer<T>
  /// Elements of the source from one pixel of a row to the next.
  @usableFromInline package var sourceStride: Int
  /// Elements of the source from one row of pixels to the next.
  @usableFromInline package var sourceRowStride: Int
  /// Where each tap's source pixel is.
  @usableFromInline package var sourceOffsets: UnsafePointer<Int>
  /// The first pixel's gradient.
  @usableFromInline package var gradient: UnsafePointer<T>
  /// Elements from one row of gradients to the next; in a row they are side by side.
  @usableFromInline package var gradientRowStride: Int
  /// Rows of pixels.
  @usableFromInline package var rows: Int
  /// Pixels of each row.
  @usableFromInline package var pixels: Int
  /// The memory that sums are added to.
  @usableFromInline package var target: UnsafeMutablePointer<T>
  /// Where each tap's sums are, one a channel.
  @usableFromInline package var targetOffsets: UnsafePointer<Int>
  /// The number of taps.
  @usableFromInline package var taps: Int
  /// Channels of each pixel, side by side.
  @usableFromInline package var channels: Int

  /// Makes a sum; all memory has to stay valid until it has run.
  @inlinable
  package init(
    source: UnsafePointer<T>, sourceStride: Int, sourceRowStride: Int,
    sourceOffsets: UnsafePointer<Int>, gradient: UnsafePointer<T>, gradientRowStride: Int,
    rows: Int, pixels: Int, target: UnsafeMutablePointer<T>, targetOffsets: UnsafePointer<Int>,
    taps: Int, channels: Int
  ) {
    (self.source, self.sourceStride, self.sourceRowStride) = (source, sourceStride, sourceRowStride)
    (self.sourceOffsets, self.gradient) = (sourceOffsets, gradient)
    (self.gradientRowStride, self.rows, self.pixels) = (gradientRowStride, rows, pixels)
    (self.target, self.targetOffsets) = (target, targetOffsets)
    (self.taps, self.channels) = (taps, channels)
  }
}
