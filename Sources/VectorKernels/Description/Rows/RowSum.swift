/// A sum over a row, in double precision but for at most sixteen terms of each lane of four sums;
/// exponentials are summed with compensation.
///
/// With the shift s: of x - s, of its square, or of exp(x - s), which can be written to `target`; of
/// x y it is the sum of products.
package struct RowSum<T: VectorScalar> {
  /// What is summed.
  package enum Term: Sendable {
    case difference, square, exponential, product
  }

  package let term: Term
  /// The row, and how long it is.
  package let source: UnsafePointer<T>, count: Int
  /// The other factors of products.
  package let other: UnsafePointer<T>?
  package let shift: T
  /// Where the terms go; nil if only their sum is wanted.
  package let target: UnsafeMutablePointer<T>?
  package let sum: UnsafeMutablePointer<Double>

  /// Makes a run; all memory has to stay valid until it has run.
  package init(
    _ term: Term, _ source: UnsafePointer<T>, count: Int, shift: T = 0,
    other: UnsafePointer<T>? = nil, target: UnsafeMutablePointer<T>? = nil,
    sum: UnsafeMutablePointer<Double>
  ) {
    (self.term, self.source, self.count, self.shift) = (term, source, count, shift)
    (self.other, self.target, self.sum) = (other, target, sum)
  }
}
