/// A row of numbers made of another, element by element.
package struct RowMap<T: VectorScalar> {
  /// What is written for an element x of the row.
  package enum Form: Sendable {
    /// x rate.
    case scaled
    /// (x - shift) - rate.
    case shifted
    /// (x - shift) rate, times its scale, plus its shift, where there are any.
    case normalized
    /// (x - shift) y, with an element y of another row.
    case weighted
    /// x - y rate.
    case reduced
  }

  package let form: Form
  /// The row, and how long it is.
  package let source: UnsafePointer<T>, count: Int
  package let shift: T, rate: T
  /// The other row.
  package let other: UnsafePointer<T>?
  /// The scale and the shift of each element.
  package let scales: UnsafePointer<T>?, shifts: UnsafePointer<T>?
  /// Where the row goes; may be the source or the other row.
  package let target: UnsafeMutablePointer<T>

  /// Makes a run; all memory has to stay valid until it has run.
  package init(
    _ form: Form, _ source: UnsafePointer<T>, count: Int, shift: T = 0, rate: T = 1,
    other: UnsafePointer<T>? = nil, scales: UnsafePointer<T>? = nil,
    shifts: UnsafePointer<T>? = nil, to target: UnsafeMutablePointer<T>
  ) {
    (self.form, self.source, self.count) = (form, source, count)
    (self.shift, self.rate, self.other) = (shift, rate, other)
    (self.scales, self.shifts, self.target) = (scales, shifts, target)
  }
}
