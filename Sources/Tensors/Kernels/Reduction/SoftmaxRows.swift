import GradusVectorKernels

/// Some rows that softmax and its relatives work on, and memory for what is known of each.
struct SoftmaxRows<T: KernelScalar> {
  /// The first row, how many there are, and how long each is.
  let start: Int, rows: Int, length: Int
  /// The greatest element of each row, and another number of it.
  let maxima: UnsafeMutablePointer<T>, numbers: UnsafeMutablePointer<T>
  /// A sum over each row.
  let sums: UnsafeMutablePointer<Double>

  /// Calls `body` with all rows, block by block and in parallel.
  @inline(__always)
  static func forEach(_ rows: Int, length: Int, _ body: (Self) -> Void) {
    Parallel.forEachRange(rows, length: (1 << 13) / length) { range in
      withUnsafeTemporaryAllocation(of: T.self, capacity: 2 * range.count) { numbers in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: range.count) { sums in
          let numbers = numbers.baseAddress.unsafelyUnwrapped
          body(
            Self(
              start: range.lowerBound, rows: range.count, length: length, maxima: numbers,
              numbers: numbers + range.count, sums: sums.baseAddress.unsafelyUnwrapped))
        }
      }
    }
  }

  /// Finds the maxima, and the sums of exp(x - maximum), whose terms go to `target` if there is one.
  @inline(__always)
  func sumExponentials(_ x: UnsafePointer<T>, to target: UnsafeMutablePointer<T>?) {
    RowKernel.maxima(x, rows: rows, length: length, to: maxima)
    sum(.exponential(after: maxima, to: target), x)
  }

  /// Sums over each row.
  @inline(__always)
  func sum(_ term: RowSum<T>.Term, _ x: UnsafePointer<T>) {
    RowKernel.sum(RowSum(term, x, rows: rows, length: length, to: sums))
  }

  /// Writes rows made of others.
  @inline(__always)
  func map(_ form: RowMap<T>.Form, _ x: UnsafePointer<T>, to y: UnsafeMutablePointer<T>) {
    RowKernel.map(RowMap(form, x, rows: rows, length: length, to: y))
  }
}
