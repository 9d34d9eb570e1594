/// The sums of columns of a matrix, four rows at a time, in the element type.
///
/// Callers give so few rows that what is added one after the other stays short.
package struct ColumnSum<T: VectorScalar> {
  /// The first element, and elements from row to row.
  package let source: UnsafePointer<T>, stride: Int
  /// The number of rows, and of columns.
  package let rows: Int, columns: Int
  /// Where the sums go, one a column.
  package let target: UnsafeMutablePointer<T>

  /// Makes a run; all memory has to stay valid until it has run.
  package init(
    source: UnsafePointer<T>, stride: Int, rows: Int, columns: Int,
    target: UnsafeMutablePointer<T>
  ) {
    (self.source, self.stride, self.rows, self.columns) = (source, stride, rows, columns)
    self.target = target
  }
}
