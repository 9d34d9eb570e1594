import GradusVectorKernels

/// What rows of numbers are reduced to and made of, by the vector unit where there is one.
enum RowKernel {
  /// The greatest of at least one element; NaN is greater than every number.
  @inline(__always)
  static func maximum<T: KernelScalar>(_ x: UnsafePointer<T>, _ count: Int) -> T {
    var result = x[0]
    if let kernels = T.vectorKernels {
      withUnsafeMutablePointer(to: &result) {
        kernels.extreme(
          ExtremeRun(
            source: x, target: $0, count: 1, length: count, columnStride: nil, isGreatest: true))
      }
    } else {
      for index in 1..<max(1, count) where !(x[index] <= result || result.isNaN) {
        result = x[index]
      }
    }
    return result
  }

  /// The sum of exp(x - shift); the terms go to `target`, if there is one.
  @inline(__always)
  static func exponentials<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ count: Int, shift: T, to target: UnsafeMutablePointer<T>?
  ) -> Double {
    if let kernels = T.vectorKernels {
      return total {
        kernels.rowSum(RowSum(.exponential, x, count: count, shift: shift, target: target, sum: $0))
      }
    }
    var sum = 0.0
    for index in 0..<count {
      let term = T.exp(x[index] - shift)
      target?[index] = term
      sum += Double(term)
    }
    return sum
  }

  /// The sum of products.
  @inline(__always)
  static func products<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafePointer<T>, _ count: Int
  ) -> Double {
    if let kernels = T.vectorKernels {
      let sum = total { kernels.rowSum(RowSum(.product, x, count: count, other: y, sum: $0)) }
      // Finite terms may leave the range of the element type on the way.
      if sum.isFinite { return sum }
    }
    var sum = 0.0
    for index in 0..<count { sum += Double(x[index]) * Double(y[index]) }
    return sum
  }

  /// The sum of elements.
  @inline(__always)
  static func sum<T: KernelScalar>(_ x: UnsafePointer<T>, _ count: Int) -> Double {
    if let kernels = T.vectorKernels {
      let sum = total { kernels.rowSum(RowSum(.difference, x, count: count, sum: $0)) }
      if sum.isFinite { return sum }
    }
    var sum = 0.0
    for index in 0..<count { sum += Double(x[index]) }
    return sum
  }

  /// The sum of squared distances from `mean`.
  @inline(__always)
  static func squares<T: KernelScalar>(_ x: UnsafePointer<T>, _ count: Int, around mean: T)
    -> Double
  {
    if let kernels = T.vectorKernels {
      return total { kernels.rowSum(RowSum(.square, x, count: count, shift: mean, sum: $0)) }
    }
    var sum = 0.0
    for index in 0..<count {
      let distance = x[index] - mean
      sum += Double(distance * distance)
    }
    return sum
  }

  /// Writes a row made of another.
  @inline(__always)
  static func map<T: KernelScalar>(_ run: RowMap<T>) {
    if let kernels = T.vectorKernels { return kernels.rowMap(run) }
    let (x, y, shift, rate) = (run.source, run.target, run.shift, run.rate)
    switch run.form {
    case .scaled:
      for index in 0..<run.count { y[index] = x[index] * rate }
    case .shifted:
      for index in 0..<run.count { y[index] = (x[index] - shift) - rate }
    case .normalized:
      for index in 0..<run.count {
        var value = (x[index] - shift) * rate
        if let scales = run.scales { value *= scales[index] }
        if let shifts = run.shifts { value += shifts[index] }
        y[index] = value
      }
    case .weighted:
      let other = run.other.unsafelyUnwrapped
      for index in 0..<run.count { y[index] = (x[index] - shift) * other[index] }
    case .reduced:
      let other = run.other.unsafelyUnwrapped
      for index in 0..<run.count { y[index] = x[index] - other[index] * rate }
    }
  }

  @inline(__always)
  private static func total(_ body: (UnsafeMutablePointer<Double>) -> Void) -> Double {
    var result = 0.0
    withUnsafeMutablePointer(to: &result, body)
    return result
  }
}
