/// Running averages of statistics and weights, in place.
enum RunningAverageKernel {
  private static let chunk = 1 << 15

  static func run(_ average: Tensor, _ value: Tensor, kept: Double, share: Double, scale: Double) {
    switch average.dtype {
    case .float32: run(average, value, Float(kept), Float(share), Float(scale))
    case .float64: run(average, value, kept, share, scale)
    }
  }

  private static func run<T: KernelScalar>(
    _ average: Tensor, _ value: Tensor, _ kept: T, _ share: T, _ scale: T
  ) {
    let (x, y) = (value.pointer(T.self), average.mutablePointer(T.self))
    Parallel.forEachRange(average.count, length: chunk) { range in
      for index in range { y[index] = y[index] * kept + x[index] * scale * share }
    }
    withExtendedLifetime((average.storage, value.storage)) {}
  }
}
