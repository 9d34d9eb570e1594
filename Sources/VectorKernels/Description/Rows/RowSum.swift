/// A sum over each of some rows that follow one another, in double precision but for at most sixteen
/// terms of each lane of four sums; exponentials are summed with compensation.
package struct RowSum<T: VectorScalar> {
  /// What is summed for an element x.
  package enum Term {
    /// x.
    case element
    /// x y, with the element y at the same place of other rows.
    case product(with: UnsafePointer<T>)
    /// (x - s) (x - s), with a number s for each row.
    case square(around: UnsafePointer<T>)
    /// exp(x - s), with a number s for each row; written as well if there is a place for it.
    case exponential(after: UnsafePointer<T>, to: UnsafeMutablePointer<T>?)
  }

  package let term: Term
  /// The first row, how many there are, and how long each is.
  package let source: UnsafePointer<T>, rows: Int, length: Int
  /// Where the sums go, one per row.
  package let sums: UnsafeMutablePointer<Double>

  /// Makes a run; all memory has to stay valid until it has run.
  package init(
    _ term: Term, _ source: UnsafePointer<T>, rows: Int, length: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    (self.term, self.source, self.rows, self.length) = (term, source, rows, length)
    self.sums = sums
  }
}
