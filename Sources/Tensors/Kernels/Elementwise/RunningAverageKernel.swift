/// Running averages of statistics and weights in one pass, which may be in place.
enum RunningAverageKernel {
  private static let chunk = 1 << 15

  static func run(
    _ average: Tensor, _ value: Tensor, kept: Double, share: Double, scale: Double,
    into result: Tensor
  ) {
    switch average.dtype {
    case .float32: run(average, value, Float(kept), Float(share), Float(scale), result)
    case .float64: run(average, value, kept, share, scale, result)
    }
  }

  private static func run<T: KernelScalar>(
    _ average: Tensor, _ value: Tensor, _ kept: T, _ share: T, _ scale: T, _ result: Tensor
  ) {
    let (old, x) = (average.pointer(T.self), value.pointer(T.self))
    let y = result.mutablePointer(T.self)
    Parallel.forEachRange(average.count, length: chunk) { range in
      for index in range { y[index] = old[index] * kept + x[index] * scale * share }
    }
    withExtendedLifetime((average.storage, value.storage, result.storage)) {}
  }
}
