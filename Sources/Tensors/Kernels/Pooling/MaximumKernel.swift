import GradusVectorKernels

extension MaxPoolingKernel {
  /// The maxima of all windows without their places.
  static func values(
    _ input: Tensor, _ geometry: PoolingGeometry, _ shape: Shape,
    tier: VectorUnit.Tier = VectorUnit.tier
  ) -> Tensor {
    let result: Tensor? =
      switch input.dtype {
      case .float32:
        values(input, PoolWindows(geometry, input.shape, shape), shape, tier, Float.self)
      case .float64:
        values(input, PoolWindows(geometry, input.shape, shape), shape, tier, Double.self)
      }
    return result
      ?? pool(
        input,
        writing: PoolIndices(
          shape: shape, inputShape: input.shape, geometry: geometry, shapeOnly: false))
  }

  /// Nil where the tier has no kernels.
  private static func values<T: KernelScalar>(
    _ input: Tensor, _ windows: PoolWindows, _ shape: Shape, _ tier: VectorUnit.Tier, _: T.Type
  ) -> Tensor? {
    guard let kernels = T.vectorKernels(of: tier) else { return nil }
    let (rows, columns, channels) = (shape[1], shape[2], shape[3])
    let result = Tensor(uninitialized: shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let image = windows.height * windows.width * channels
    let rowsPerChunk = (1 << 16) / max(1, columns * channels * windows.kernelArea)
    Parallel.forEachRange(shape[0] * rows, length: rowsPerChunk) { range in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, windows.kernelArea)) { offsets in
        for row in range {
          for column in 0..<columns {
            var taps = 0
            for y in windows.rows[row % rows] {
              for x in windows.columns[column] {
                offsets[taps] = (y * windows.width + x) * channels
                taps += 1
              }
            }
            kernels.maximum(
              MaximumRun(
                source: source + row / rows * image,
                offsets: UnsafeBufferPointer(rebasing: offsets[..<taps]),
                target: target + (row * columns + column) * channels, count: channels))
          }
        }
      }
    }
    withExtendedLifetime(input.storage) {}
    return result
  }
}
