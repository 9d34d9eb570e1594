/// Means and variances whose terms may leave the element type's range where they do not.
///
/// Terms are taken in double precision, those of float64 multiplied by a power of two that leaves room
/// for their squares and for sums of as many as memory holds.
enum MomentKernel {
  /// The mean and the biased variance of some elements. A number scaled by `power` is
  /// `value * 2^-power` and its variance `variance * 4^-power`.
  struct Moments {
    let mean: Double
    let variance: Double
    let power: Int

    /// The variance as a number of the element type.
    func variance<T: KernelScalar>(_: T.Type) -> T {
      T(scaled(scaled(variance, by: -power), by: -power))
    }

    /// The mean as a number of the element type.
    func mean<T: KernelScalar>(_: T.Type) -> T { T(scaled(mean, by: -power)) }

    /// 1 / sqrt(variance + epsilon), also where the variance is out of range.
    func inverseStandardDeviation(epsilon: Double) -> Double {
      let added = scaled(scaled(epsilon, by: power), by: power)
      return scaled(1 / (variance + added).squareRoot(), by: power)
    }

    private func scaled(_ number: Double, by power: Int) -> Double {
      power == 0 ? number : number * Double(sign: .plus, exponent: power, significand: 1)
    }
  }

  /// Biased variances over axes.
  static func variance(_ x: Tensor, axes: [Int], shape: Shape) -> Tensor {
    switch x.dtype {
    case .float32: variance(x, axes, shape, Float.self)
    case .float64: variance(x, axes, shape, Double.self)
    }
  }

  private static func variance<T: KernelScalar>(
    _ x: Tensor, _ axes: [Int], _ shape: Shape, _: T.Type
  ) -> Tensor {
    let layout = ReductionLayout(x, axes: axes)
    let result = Tensor(uninitialized: shape, x.dtype)
    let (source, target) = (layout.operand.pointer(T.self), result.mutablePointer(T.self))
    let (step, stride) = layout.isByColumn ? (1, layout.outer) : (layout.inner, 1)
    let length = max(1, (1 << 13) / max(1, layout.inner))
    Parallel.forEachRange(layout.outer, length: length) { range in
      for index in range {
        let x = source + index * step
        target[index] = moments(x, count: layout.inner, stride: stride).variance(T.self)
      }
    }
    withExtendedLifetime(layout.operand.storage) {}
    return result
  }

  /// The mean and the variance of `count` elements, `stride` apart; NaN of none.
  static func moments<T: KernelScalar>(
    _ x: UnsafePointer<T>, count: Int, stride: Int
  ) -> Moments {
    let plain = moments(x, count, stride, power: 0)
    if T.self == Float.self || plain.variance.isFinite || count == 0 { return plain }
    return moments(x, count, stride, power: -600)
  }

  @inline(__always)
  private static func moments<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ count: Int, _ stride: Int, power: Int
  ) -> Moments {
    let factor = Double(sign: .plus, exponent: power, significand: 1)
    var total = 0.0
    for index in 0..<count { total += Double(x[index &* stride]) * factor }
    let mean = total / Double(count)
    // What rounding has moved the mean by is taken off again (Chan, Golub, LeVeque 1983).
    var (rest, squares) = (0.0, 0.0)
    for index in 0..<count {
      let deviation = Double(x[index &* stride]) * factor - mean
      rest += deviation
      squares += deviation * deviation
    }
    let variance = (squares - rest * rest / Double(count)) / Double(count)
    return Moments(mean: mean, variance: variance < 0 ? 0 : variance, power: power)
  }

  /// The sum of `count` elements, `stride` apart, over a divisor.
  static func mean<T: KernelScalar>(
    _ x: UnsafePointer<T>, count: Int, stride: Int, divisor: Double
  ) -> T {
    let scale = T.self == Float.self ? 1 : 0x1p-64
    var total = 0.0
    for index in 0..<count { total += Double(x[index &* stride]) * scale }
    return T(total / divisor / scale)
  }
}
