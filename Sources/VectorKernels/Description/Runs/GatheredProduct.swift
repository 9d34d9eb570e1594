/// The product of gathered rows with one panel of a matrix, some rows at a time.
///
/// Row `p` of the left operand is never laid out: it is `segmentCount` runs of `depth` elements, run
/// `s` at `source + sourceOffsets[p] + segments[s]`. For a convolution a run is what one filter row
/// sees, for a plain product it is the whole row. The sums of a tile stay in registers; each starts at
/// zero, so that long sums are added up block by block.
@usableFromInline
package struct GatheredProduct<T: VectorScalar> {
  /// The memory that rows are gathered from.
  @usableFromInline package var source: UnsafePointer<T>
  /// Where each row starts.
  @usableFromInline package var sourceOffsets: UnsafePointer<Int>
  /// Where each run of a row starts, from the row's start.
  @usableFromInline package var segments: UnsafePointer<Int>
  /// Runs of each row.
  @usableFromInline package var segmentCount: Int
  /// Elements of each run.
  @usableFromInline package var depth: Int
  /// `segmentCount * depth` rows of as many readable elements as the width of a panel of so many columns.
  @usableFromInline package var panel: UnsafePointer<T>
  /// Elements from one row of the panel to the next.
  @usableFromInline package var panelStride: Int
  /// The memory that the result's rows are written to.
  @usableFromInline package var target: UnsafeMutablePointer<T>
  /// Where each row of the result goes.
  @usableFromInline package var targetOffsets: UnsafePointer<Int>
  /// Rows of the result.
  @usableFromInline package var rows: Int
  /// Columns of the result, at least 1 and at most a wide panel's.
  @usableFromInline package var columns: Int
  /// Whether the product is added to the target.
  @usableFromInline package var accumulates: Bool

  /// Makes a product; all memory has to stay valid until it has run.
  @inlinable
  package init(
    source: UnsafePointer<T>, sourceOffsets: UnsafePointer<Int>, segments: UnsafePointer<Int>,
    segmentCount: Int, depth: Int, panel: UnsafePointer<T>, panelStride: Int,
    target: UnsafeMutablePointer<T>, targetOffsets: UnsafePointer<Int>, rows: Int, columns: Int,
    accumulates: Bool
  ) {
    (self.source, self.sourceOffsets) = (source, sourceOffsets)
    (self.segments, self.segmentCount, self.depth) = (segments, segmentCount, depth)
    (self.panel, self.panelStride) = (panel, panelStride)
    (self.target, self.targetOffsets) = (target, targetOffsets)
    (self.rows, self.columns, self.accumulates) = (rows, columns, accumulates)
  }
}
