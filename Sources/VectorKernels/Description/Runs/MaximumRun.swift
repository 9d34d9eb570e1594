/// The greatest of several elements, for neighbouring elements.
///
/// NaN is greater than every number.
package struct MaximumRun<T: VectorScalar> {
  /// What the offsets count from.
  package let source: UnsafePointer<T>
  /// Where the first of the elements to compare are; at least one.
  package let offsets: UnsafeBufferPointer<Int>
  /// Where the maxima go, and how many there are.
  package let target: UnsafeMutablePointer<T>
  package let count: Int

  /// Makes a run; all memory has to stay valid until it has run.
  package init(
    source: UnsafePointer<T>, offsets: UnsafeBufferPointer<Int>, target: UnsafeMutablePointer<T>,
    count: Int
  ) {
    (self.source, self.offsets) = (source, offsets)
    (self.target, self.count) = (target, count)
  }
}
