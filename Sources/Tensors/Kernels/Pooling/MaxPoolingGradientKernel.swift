import GradusVectorKernels

/// The gradient of max pooling, by a tier's kernels where there are such, and that gradient's transpose.
enum MaxPoolingGradientKernel {
  static func scatter(
    _ gradient: Tensor, _ indices: PoolIndices, tier: VectorUnit.Tier = VectorUnit.tier
  ) -> Tensor {
    let result: Tensor? =
      switch gradient.dtype {
      case .float32: MaximumKernel<Float>.scatter(gradient, indices, tier: tier)
      case .float64: MaximumKernel<Double>.scatter(gradient, indices, tier: tier)
      }
    if let result { return result }
    return switch (gradient.dtype, indices.isCompact) {
    case (.float32, true): scatter(gradient, indices, Float.self, UInt8.self)
    case (.float32, false): scatter(gradient, indices, Float.self, Int32.self)
    case (.float64, true): scatter(gradient, indices, Double.self, UInt8.self)
    case (.float64, false): scatter(gradient, indices, Double.self, Int32.self)
    }
  }

  static func gather(_ input: Tensor, _ indices: PoolIndices) -> Tensor {
    switch (input.dtype, indices.isCompact) {
    case (.float32, true): gather(input, indices, Float.self, UInt8.self)
    case (.float32, false): gather(input, indices, Float.self, Int32.self)
    case (.float64, true): gather(input, indices, Double.self, UInt8.self)
    case (.float64, false): gather(input, indices, Double.self, Int32.self)
    }
  }

  /// Each input pixel gathers from the windows that hold it, so that every element has one writer
  /// and nothing is read or written out of order.
  private static func scatter<T: KernelScalar, I: FixedWidthInteger>(
    _ gradient: Tensor, _ indices: PoolIndices, _: T.Type, _: I.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: indices.inputShape, gradient.dtype)
    let (source, target) = (gradient.pointer(T.self), result.mutablePointer(T.self))
    let places = indices.pointer(I.self)
    let windows = PoolWindows(indices)
    let (height, width, channels) = (windows.height, windows.width, indices.shape[3])
    let (outputHeight, outputWidth) = (indices.shape[1], indices.shape[2])
    let rowsOver = AxisWindows.covering(windows.rows, height)
    let columnsOver = AxisWindows.covering(windows.columns, width)
    let rowsPerChunk = (1 << 15) / max(1, width * channels)
    Parallel.forEachRange(indices.shape[0] * height, length: rowsPerChunk) { range in
      for row in range {
        let (image, y) = row.quotientAndRemainder(dividingBy: height)
        let first = image * outputHeight * outputWidth
        for x in 0..<width {
          let sum = target + (row * width + x) * channels
          sum.update(repeating: 0, count: channels)
          for windowRow in rowsOver[y] {
            for windowColumn in columnsOver[x] {
              let offset = (first + windowRow * outputWidth + windowColumn) * channels
              let here = I(truncatingIfNeeded: windows.place(y, x, windowRow, windowColumn))
              add(source + offset, where: places + offset, equal: here, to: sum, channels)
            }
          }
        }
      }
    }
    withExtendedLifetime((gradient.storage, indices.storage)) {}
    return result
  }

  @inline(__always)
  private static func add<T: KernelScalar, I: FixedWidthInteger>(
    _ gradient: UnsafePointer<T>, where places: UnsafePointer<I>, equal here: I,
    to sum: UnsafeMutablePointer<T>, _ count: Int
  ) {
    // Choosing between bit patterns is a vector instruction; choosing whether to read is a branch.
    for index in 0..<count {
      let bits = gradient[index].bitPattern
      sum[index] += T(bitPattern: places[index] == here ? bits : 0)
    }
  }

  private static func gather<T: KernelScalar, I: FixedWidthInteger>(
    _ input: Tensor, _ indices: PoolIndices, _: T.Type, _: I.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: indices.shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let places = indices.pointer(I.self)
    let windows = PoolWindows(indices)
    let channels = indices.shape[3]
    let (outputHeight, outputWidth) = (indices.shape[1], indices.shape[2])
    let pixels = windows.height * windows.width
    let rowsPerChunk = (1 << 14) / max(1, outputWidth * channels)
    Parallel.forEachRange(indices.shape[0] * outputHeight, length: rowsPerChunk) { range in
      for row in range {
        let plane = source + row / outputHeight * pixels * channels
        for column in 0..<outputWidth {
          let corner = windows.corner(row % outputHeight, column)
          let offset = (row * outputWidth + column) * channels
          for channel in 0..<channels {
            let pixel = corner + windows.steps[Int(places[offset + channel])]
            target[offset + channel] = plane[pixel * channels + channel]
          }
        }
      }
    }
    withExtendedLifetime((input.storage, indices.storage)) {}
    return result
  }
}
