/// A rectangle of pixels of a depthwise convolution's result, or of its input's gradient, that see the
/// same filter taps.
///
/// Several pixels by some vectors of channels are summed in registers, so that a tap's weights are loaded
/// once for all of them. Nothing tests for the border: the caller gives the pixels there runs of their own,
/// with fewer taps.
@usableFromInline
package struct DepthwiseRun<T: VectorScalar> {
  /// What the first pixel's offsets count from.
  @usableFromInline package var source: UnsafePointer<T>
  /// Elements of the source from one pixel of a row to the next.
  @usableFromInline package var sourceStride: Int
  /// Elements of the source from one row of pixels to the next.
  @usableFromInline package var sourceRowStride: Int
  /// Where each tap's source pixel is.
  @usableFromInline package var sourceOffsets: UnsafePointer<Int>
  /// The memory of the filter.
  @usableFromInline package var filter: UnsafePointer<T>
  /// Where each tap's weights are, one a channel.
  @usableFromInline package var filterOffsets: UnsafePointer<Int>
  /// The number of taps; with none, zeros are written.
  @usableFromInline package var taps: Int
  /// Where the first pixel's sums go.
  @usableFromInline package var target: UnsafeMutablePointer<T>
  /// Elements of the target from one pixel of a row to the next.
  @usableFromInline package var targetStride: Int
  /// Elements of the target from one row of pixels to the next.
  @usableFromInline package var targetRowStride: Int
  /// Rows of pixels.
  @usableFromInline package var rows: Int
  /// Pixels of each row.
  @usableFromInline package var pixels: Int
  /// Channels of each pixel, side by side.
  @usableFromInline package var channels: Int

  /// Makes a run; all memory has to stay valid until it has run.
  @inlinable
  package init(
    source: UnsafePointer<T>, sourceStride: Int, sourceRowStride: Int,
    sourceOffsets: UnsafePointer<Int>, filter: UnsafePointer<T>,
    filterOffsets: UnsafePointer<Int>, taps: Int, target: UnsafeMutablePointer<T>,
    targetStride: Int, targetRowStride: Int, rows: Int, pixels: Int, channels: Int
  ) {
    (self.source, self.sourceStride) = (source, sourceStride)
    (self.sourceRowStride, self.sourceOffsets) = (sourceRowStride, sourceOffsets)
    (self.filter, self.filterOffsets, self.taps) = (filter, filterOffsets, taps)
    (self.target, self.targetStride) = (target, targetStride)
    (self.targetRowStride, self.rows) = (targetRowStride, rows)
    (self.pixels, self.channels) = (pixels, channels)
  }
}
