/// The greatest of several elements, for neighbouring elements.
///
/// NaN is greater than every number; of equal ones the first is taken.
package struct MaximumRun<T: VectorScalar> {
  /// What the offsets count from.
  package let source: UnsafePointer<T>
  /// Where the first of the elements to compare are; at least one.
  package let offsets: UnsafeBufferPointer<Int>
  /// Where the maxima go, and how many there are.
  package let target: UnsafeMutablePointer<T>
  package let count: Int
  /// Where it is written which of the elements was the greatest; nil where nobody asks.
  package let places: Places?

  /// Which of the elements was the greatest.
  package struct Places {
    /// A number for each of the offsets.
    package let numbers: UnsafePointer<UInt8>
    /// Where the number of each maximum goes.
    package let target: UnsafeMutablePointer<UInt8>

    package init(numbers: UnsafePointer<UInt8>, target: UnsafeMutablePointer<UInt8>) {
      (self.numbers, self.target) = (numbers, target)
    }
  }

  /// Makes a run; all memory has to stay valid until it has run.
  package init(
    source: UnsafePointer<T>, offsets: UnsafeBufferPointer<Int>, target: UnsafeMutablePointer<T>,
    count: Int, places: Places? = nil
  ) {
    (self.source, self.offsets) = (source, offsets)
    (self.target, self.count, self.places) = (target, count, places)
  }
}
