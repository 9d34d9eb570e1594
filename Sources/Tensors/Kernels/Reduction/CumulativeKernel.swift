/// Running sums along an axis, each in double precision and rounded where it is written.
enum CumulativeKernel {
  static func sum(_ x: Tensor, axis: Int, reversed: Bool) -> Tensor {
    switch x.dtype {
    case .float32: sum(x, axis, reversed, Float.self)
    case .float64: sum(x, axis, reversed, Double.self)
    }
  }

  private static func sum<T: KernelScalar>(
    _ x: Tensor, _ axis: Int, _ reversed: Bool, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: x.shape, x.dtype)
    guard x.count > 0 else { return result }
    let (source, target) = (x.pointer(T.self), result.mutablePointer(T.self))
    let places = AlongAxis(x.shape, axis)
    let (length, inner) = (x.shape[axis], places.inner)
    Parallel.forEachRange(places.outer * inner, length: max(1, (1 << 14) / length)) { range in
      for place in range {
        let start = place / inner * length * inner + place % inner
        var total = 0.0
        for step in 0..<length {
          let offset = start + (reversed ? length - 1 - step : step) * inner
          total += Double(source[offset])
          target[offset] = T(total)
        }
      }
    }
    withExtendedLifetime(x.storage) {}
    return result
  }
}
