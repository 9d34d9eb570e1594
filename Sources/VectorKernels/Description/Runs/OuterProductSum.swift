/// The sum over positions of outer products: some neighbouring elements of each gathered
/// position times a row of a panel, added to the target.
///
/// This is a tile of a filter's gradient: position `p` reads elements from
/// `source + sourceOffsets[p]` on, and row `p` of the panel is the gradient of its outputs.
@usableFromInline
package struct OuterProductSum<T: VectorScalar> {
  /// The memory that positions are gathered from.
  @usableFromInline package var source: UnsafePointer<T>
  /// Where each position's elements start.
  @usableFromInline package var sourceOffsets: UnsafePointer<Int>
  /// The number of positions that are summed.
  @usableFromInline package var positions: Int
  /// Elements of a position. The last register tile may start early, so that it ends at `rows`.
  @usableFromInline package var rows: Int
  /// `positions` rows of as many readable elements as the width of a panel of so many columns.
  @usableFromInline package var panel: UnsafePointer<T>
  /// Elements from one row of the panel to the next.
  @usableFromInline package var panelStride: Int
  /// The memory that the sum's rows are written or added to.
  @usableFromInline package var target: UnsafeMutablePointer<T>
  /// Elements from one row of the target to the next.
  @usableFromInline package var targetStride: Int
  /// Columns of the target, at least 1 and at most a wide panel's.
  @usableFromInline package var columns: Int
  /// Whether the sum is added to the target.
  @usableFromInline package var accumulates: Bool

  /// `rows` must be at least those of a register tile, or the elements after each position's must be readable.
  @inlinable
  package init(
    source: UnsafePointer<T>, sourceOffsets: UnsafePointer<Int>, positions: Int, rows: Int,
    panel: UnsafePointer<T>, panelStride: Int, target: UnsafeMutablePointer<T>, targetStride: Int,
    columns: Int, accumulates: Bool
  ) {
    (self.source, self.sourceOffsets, self.positions) = (source, sourceOffsets, positions)
    (self.rows, self.panel, self.columns) = (rows, panel, columns)
    (self.target, self.targetStride) = (target, targetStride)
    (self.panelStride, self.accumulates) = (panelStride, accumulates)
  }
}
