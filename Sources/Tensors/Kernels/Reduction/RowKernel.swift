import GradusVectorKernels

/// What rows of numbers are reduced to and made of, by the vector unit where there is one.
///
/// Rows follow one another, and one call takes several: a call costs as much as some hundred numbers.
enum RowKernel {
  /// The greatest element of each row of at least one; NaN is greater than every number.
  @inline(__always)
  static func maxima<T: KernelScalar>(
    _ x: UnsafePointer<T>, rows: Int, length: Int, to target: UnsafeMutablePointer<T>
  ) {
    ExtremeKernel.choose(x, target, rows, length, nil, true)
  }

  /// A sum over each row.
  @inline(__always)
  static func sum<T: KernelScalar>(_ run: RowSum<T>) {
    guard let kernels = T.vectorKernels else {
      for row in 0..<run.rows { run.sums[row] = plainSum(run, row) }
      return
    }
    kernels.rowSum(run)
    switch run.term {
    case .element, .product:
      // Finite terms may leave the range of the element type on the way.
      for row in 0..<run.rows where !run.sums[row].isFinite { run.sums[row] = plainSum(run, row) }
    case .square, .exponential: break
    }
  }

  /// A sum over one row.
  @inline(__always)
  static func sum<T: KernelScalar>(
    _ term: RowSum<T>.Term, _ x: UnsafePointer<T>, _ count: Int
  ) -> Double {
    var result = 0.0
    withUnsafeMutablePointer(to: &result) {
      sum(RowSum(term, x, rows: 1, length: count, to: $0))
    }
    return result
  }

  /// The sum of squared distances of one row from a number.
  @inline(__always)
  static func squares<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ count: Int, around shift: T
  ) -> Double {
    withUnsafePointer(to: shift) { sum(.square(around: $0), x, count) }
  }

  /// The sum over a row, term by term.
  private static func plainSum<T: KernelScalar>(_ run: RowSum<T>, _ row: Int) -> Double {
    let start = row * run.length
    let x = run.source + start
    var sum = 0.0
    switch run.term {
    case .element:
      for index in 0..<run.length { sum += Double(x[index]) }
    case .product(let other):
      for index in 0..<run.length { sum += Double(x[index]) * Double(other[start + index]) }
    case .square(let shifts):
      for index in 0..<run.length {
        let distance = x[index] - shifts[row]
        sum += Double(distance * distance)
      }
    case .exponential(let shifts, let target):
      for index in 0..<run.length {
        let term = T.exp(x[index] - shifts[row])
        target?[start + index] = term
        sum += Double(term)
      }
    }
    return sum
  }

  /// Writes rows made of others.
  @inline(__always)
  static func map<T: KernelScalar>(_ run: RowMap<T>) {
    if let kernels = T.vectorKernels { return kernels.rowMap(run) }
    for row in 0..<run.rows {
      let start = row * run.length
      let (x, y) = (run.source + start, run.target + start)
      for index in 0..<run.length { y[index] = run.form.value(x[index], row, index, start + index) }
    }
  }
}

extension RowMap.Form where T: KernelScalar {
  /// What is written for an element of a row at a place of the row, and among all elements.
  @inline(__always)
  fileprivate func value(_ x: T, _ row: Int, _ place: Int, _ index: Int) -> T {
    switch self {
    case .scaled(let rates): x * rates[row]
    case .shifted(let first, let second): (x - first[row]) - second[row]
    case .normalized(let shifts, let rates, let placeScales, let placeShifts):
      (x - shifts[row]) * rates[row] * (placeScales?[place] ?? 1) + (placeShifts?[place] ?? 0)
    case .weighted(let shifts, let other): (x - shifts[row]) * other[index]
    case .reduced(let other, let rates): x - other[index] * rates[row]
    }
  }
}
