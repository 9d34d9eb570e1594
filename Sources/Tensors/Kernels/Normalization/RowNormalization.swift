import GradusVectorKernels

/// Layer normalisation of rows of numbers (Ba et al. 2016).
///
/// Sums are the vector unit's; a row whose sums leave the range of the element type, or whose squares
/// may be too small for it, is summed again in double precision.
struct RowNormalization<T: KernelScalar> {
  let x: UnsafePointer<T>
  let length: Int
  /// Whether the mean is taken off.
  let centres: Bool
  let epsilon: Double
  let scales: UnsafePointer<T>?, shifts: UnsafePointer<T>?

  /// Normalises `rows` rows and writes each row's mean and 1 / standard deviation.
  func run(
    _ rows: Int, _ means: UnsafeMutablePointer<T>, _ rates: UnsafeMutablePointer<T>,
    to y: UnsafeMutablePointer<T>
  ) {
    Parallel.forEachRange(rows, length: (1 << 13) / max(1, length)) { range in
      let (row, rows) = (range.lowerBound, range.count)
      let (source, means, rates) = (x + row * length, means + row, rates + row)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rows) { sums in
        let sums = sums.baseAddress.unsafelyUnwrapped
        if centres {
          RowKernel.sum(RowSum(.element, source, rows: rows, length: length, to: sums))
          for row in 0..<rows { means[row] = mean(source + row * length, sums[row]) }
        } else {
          means.update(repeating: 0, count: rows)
        }
        RowKernel.sum(RowSum(.square(around: means), source, rows: rows, length: length, to: sums))
        for row in 0..<rows {
          let variance = variance(source + row * length, means[row], sums[row])
          rates[row] = T(1 / (variance + epsilon).squareRoot())
        }
      }
      RowKernel.map(
        RowMap(
          .normalized(shifts: means, rates: rates, placeScales: scales, placeShifts: shifts),
          source, rows: rows, length: length, to: y + row * length))
    }
  }

  private func mean(_ row: UnsafePointer<T>, _ sum: Double) -> T {
    if sum.isFinite { return T(sum / Double(length)) }
    return MomentKernel.mean(row, count: length, stride: 1, divisor: Double(length))
  }

  private func variance(_ row: UnsafePointer<T>, _ mean: T, _ squares: Double) -> Double {
    if squares > 1e-30 && squares < 1e37 { return squares / Double(length) }
    var sum = 0.0
    for index in 0..<length {
      let distance = Double(row[index] - mean)
      sum += distance * distance
    }
    return sum / Double(length)
  }
}
