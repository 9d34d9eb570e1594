/// Rows of numbers made of others that follow one another, element by element.
package struct RowMap<T: VectorScalar> {
  /// What is written for an element x of a row; s, r and t are numbers of the row.
  package enum Form {
    /// x r.
    case scaled(by: UnsafePointer<T>)
    /// (x - s) - t.
    case shifted(by: UnsafePointer<T>, then: UnsafePointer<T>)
    /// (x - s) r, times the scale and plus the shift of its place in the row, where there are any.
    case normalized(
      shifts: UnsafePointer<T>, rates: UnsafePointer<T>, placeScales: UnsafePointer<T>?,
      placeShifts: UnsafePointer<T>?)
    /// (x - s) y, with the element y at the same place of other rows.
    case weighted(shifts: UnsafePointer<T>, by: UnsafePointer<T>)
    /// x - y r, with the element y at the same place of other rows.
    case reduced(by: UnsafePointer<T>, rates: UnsafePointer<T>)
  }

  package let form: Form
  /// The first row, how many there are, and how long each is.
  package let source: UnsafePointer<T>, rows: Int, length: Int
  /// Where the rows go; may be the source or the other rows.
  package let target: UnsafeMutablePointer<T>

  /// Makes a run; all memory has to stay valid until it has run.
  package init(
    _ form: Form, _ source: UnsafePointer<T>, rows: Int, length: Int,
    to target: UnsafeMutablePointer<T>
  ) {
    (self.form, self.source, self.rows, self.length) = (form, source, rows, length)
    self.target = target
  }
}
