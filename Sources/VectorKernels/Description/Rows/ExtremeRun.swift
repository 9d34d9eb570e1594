/// The greatest or the least elements of rows, or of columns, of a matrix.
///
/// NaN counts as beyond every number.
package struct ExtremeRun<T: VectorScalar> {
  /// The first element.
  package let source: UnsafePointer<T>
  /// Where the results go, one a row or column.
  package let target: UnsafeMutablePointer<T>
  /// The number of results, and of elements that each is chosen from, at least one.
  package let count: Int, length: Int
  /// Elements from row to row where columns are looked at, else nil: rows follow one another.
  package let columnStride: Int?
  /// Whether the greatest is wanted and not the least.
  package let isGreatest: Bool

  /// Makes a run; all memory has to stay valid until it has run.
  package init(
    source: UnsafePointer<T>, target: UnsafeMutablePointer<T>, count: Int, length: Int,
    columnStride: Int?, isGreatest: Bool
  ) {
    (self.source, self.target, self.count, self.length) = (source, target, count, length)
    (self.columnStride, self.isGreatest) = (columnStride, isGreatest)
  }
}
