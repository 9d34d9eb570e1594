import GradusVectorKernels

/// Max pooling by a tier's kernels (`MaximumKernel`) or, for windows of more pixels than a byte tells
/// apart and where there are no kernels, by loops over channels; `MaxPoolingGradientKernel` goes the
/// other way.
enum MaxPoolingKernel {
  /// The maxima of all windows without their places.
  static func values(
    _ input: Tensor, _ geometry: PoolingGeometry, _ shape: Shape,
    tier: VectorUnit.Tier = VectorUnit.tier
  ) -> Tensor {
    vectorised(input, geometry, shape, writing: nil, tier)
      ?? pool(
        input,
        writing: PoolIndices(
          shape: shape, inputShape: input.shape, geometry: geometry, shapeOnly: false),
        tier: .scalar)
  }

  private static func vectorised(
    _ input: Tensor, _ geometry: PoolingGeometry, _ shape: Shape, writing indices: PoolIndices?,
    _ tier: VectorUnit.Tier
  ) -> Tensor? {
    switch input.dtype {
    case .float32:
      MaximumKernel<Float>.pool(input, geometry, shape, writing: indices, tier: tier)
    case .float64:
      MaximumKernel<Double>.pool(input, geometry, shape, writing: indices, tier: tier)
    }
  }

  static func pool(
    _ input: Tensor, writing indices: PoolIndices, tier: VectorUnit.Tier = VectorUnit.tier
  ) -> Tensor {
    let (geometry, shape) = (indices.geometry, indices.shape)
    if let result = vectorised(input, geometry, shape, writing: indices, tier) { return result }
    return switch (input.dtype, indices.isCompact) {
    case (.float32, true): pool(input, indices, Float.self, UInt8.self)
    case (.float32, false): pool(input, indices, Float.self, Int32.self)
    case (.float64, true): pool(input, indices, Double.self, UInt8.self)
    case (.float64, false): pool(input, indices, Double.self, Int32.self)
    }
  }

  private static func pool<T: KernelScalar, I: FixedWidthInteger>(
    _ input: Tensor, _ indices: PoolIndices, _: T.Type, _: I.Type
  ) -> Tensor {
    let windows = PoolWindows(indices)
    let (outputHeight, outputWidth) = (indices.shape[1], indices.shape[2])
    let (channels, height, width) = (indices.shape[3], windows.height, windows.width)
    let result = Tensor(uninitialized: indices.shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let places = indices.mutablePointer(I.self)
    let rowsPerChunk = (1 << 16) / max(1, outputWidth * channels * windows.kernelArea)
    Parallel.forEachRange(indices.shape[0] * outputHeight, length: rowsPerChunk) { range in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, channels)) { scratch in
        let place = scratch.baseAddress.unsafelyUnwrapped
        for row in range {
          let image = source + row / outputHeight * height * width * channels
          for column in 0..<outputWidth {
            let offset = (row * outputWidth + column) * channels
            reduce(
              image, windows, row % outputHeight, column, channels: channels, target + offset,
              place)
            for channel in 0..<channels {
              places[offset + channel] = I(truncatingIfNeeded: place[channel])
            }
          }
        }
      }
    }
    withExtendedLifetime((input.storage, indices.storage)) {}
    return result
  }

  /// The maximum over one window, for every channel, and its place in the window.
  @inline(__always)
  private static func reduce<T: KernelScalar>(
    _ image: UnsafePointer<T>, _ windows: PoolWindows, _ row: Int, _ column: Int, channels: Int,
    _ best: UnsafeMutablePointer<T>, _ place: UnsafeMutablePointer<Int32>
  ) {
    let (rows, columns) = (windows.rows[row], windows.columns[column])
    var isFirst = true
    for y in rows {
      for x in columns {
        let pixel = image + (y * windows.width + x) * channels
        let here = Int32(truncatingIfNeeded: windows.place(y, x, row, column))
        if isFirst {
          best.update(from: pixel, count: channels)
          place.update(repeating: here, count: channels)
          isFirst = false
          continue
        }
        for channel in 0..<channels {
          let (value, old) = (pixel[channel], best[channel])
          // A NaN replaces a number and is never replaced. Masks and bit patterns, because branches
          // keep the loop from being vectorised.
          let wins: Int32 = (value <= old ? 0 : -1) & (old == old ? -1 : 0)
          best[channel] = T(bitPattern: wins != 0 ? value.bitPattern : old.bitPattern)
          place[channel] = (here & wins) | (place[channel] & ~wins)
        }
      }
    }
  }

  static func positions(_ indices: PoolIndices) -> [Int32] {
    indices.isCompact ? positions(indices, UInt8.self) : positions(indices, Int32.self)
  }

  private static func positions<I: FixedWidthInteger>(
    _ indices: PoolIndices, _: I.Type
  ) -> [Int32] {
    let windows = PoolWindows(indices)
    let (height, width, channels) = (indices.shape[1], indices.shape[2], indices.shape[3])
    let places = indices.pointer(I.self)
    return withExtendedLifetime(indices.storage) {
      (0..<indices.shape.count).map { index in
        let pixel = index / channels
        let corner = windows.corner(pixel / width % height, pixel % width)
        return Int32(truncatingIfNeeded: corner + windows.steps[Int(places[index])])
      }
    }
  }
}

extension PoolIndices {
  func mutablePointer<I: FixedWidthInteger>(_: I.Type) -> UnsafeMutablePointer<I> {
    storage.base.unsafelyUnwrapped.assumingMemoryBound(to: I.self)
  }

  func pointer<I: FixedWidthInteger>(_: I.Type) -> UnsafePointer<I> {
    UnsafePointer(mutablePointer(I.self))
  }
}
