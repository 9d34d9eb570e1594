/// Sums of those of several elements whose number is the right one, for neighbouring elements: what max
/// pooling's gradient gives a pixel.
package struct PlacedSum<T: VectorScalar> {
  /// The elements and the number of each; the offsets count from both.
  package let source: UnsafePointer<T>, places: UnsafePointer<UInt8>
  /// Where the first of the elements of each term are, and the number that counts.
  package let offsets: UnsafeBufferPointer<Int>, numbers: UnsafePointer<UInt8>
  /// Where the sums go, and how many there are; 0 where there is no term.
  package let target: UnsafeMutablePointer<T>
  package let count: Int

  /// Makes a sum; all memory has to stay valid until it has run.
  package init(
    source: UnsafePointer<T>, places: UnsafePointer<UInt8>, offsets: UnsafeBufferPointer<Int>,
    numbers: UnsafePointer<UInt8>, target: UnsafeMutablePointer<T>, count: Int
  ) {
    (self.source, self.places) = (source, places)
    (self.offsets, self.numbers) = (offsets, numbers)
    (self.target, self.count) = (target, count)
  }
}
