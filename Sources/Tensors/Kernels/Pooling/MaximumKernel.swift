import GradusVectorKernels

/// Max pooling and its gradient by a tier's kernels, all channels of a pixel at a time.
struct MaximumKernel<T: KernelScalar> {
  private let windows: PoolWindows
  private let kernels: VectorKernels<T>
  private let batch: Int, rows: Int, columns: Int, channels: Int

  /// Nil where the tier has no kernels.
  private init?(
    _ geometry: PoolingGeometry, input: Shape, output: Shape, tier: VectorUnit.Tier
  ) {
    guard let kernels = T.vectorKernels(of: tier) else { return nil }
    self.kernels = kernels
    windows = PoolWindows(geometry, input, output)
    (batch, rows, columns, channels) = (output[0], output[1], output[2], output[3])
  }

  /// What one window, or one pixel, looks at: where, and the number of each.
  private struct Taps {
    let offsets: UnsafeMutableBufferPointer<Int>
    let numbers: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    mutating func append(_ offset: Int, number: Int) {
      offsets[count] = offset
      numbers[count] = UInt8(truncatingIfNeeded: number)
      count += 1
    }

    var places: UnsafeBufferPointer<Int> { UnsafeBufferPointer(rebasing: offsets[..<count]) }
  }

  private func withTaps(_ most: Int, _ body: (inout Taps) -> Void) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, most)) { offsets in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, most)) { numbers in
        var taps = Taps(offsets: offsets, numbers: numbers)
        body(&taps)
      }
    }
  }

  private func pool(
    _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>,
    places: UnsafeMutablePointer<UInt8>?
  ) {
    let image = windows.height * windows.width * channels
    let rowsPerChunk = (1 << 16) / max(1, columns * channels * windows.kernelArea)
    Parallel.forEachRange(batch * rows, length: rowsPerChunk) { range in
      withTaps(windows.kernelArea) { taps in
        for row in range {
          for column in 0..<columns {
            taps.count = 0
            for y in windows.rows[row % rows] {
              for x in windows.columns[column] {
                taps.append(
                  (y * windows.width + x) * channels,
                  number: windows.place(y, x, row % rows, column))
              }
            }
            let first = (row * columns + column) * channels
            kernels.maximum(
              MaximumRun(
                source: source + row / rows * image, offsets: taps.places,
                target: target + first, count: channels,
                places: places.map {
                  .init(
                    numbers: UnsafePointer(taps.numbers.baseAddress.unsafelyUnwrapped),
                    target: $0 + first)
                }))
          }
        }
      }
    }
  }

  /// Each pixel gathers from the windows that hold it, so that every element has one writer.
  private func scatter(
    _ gradient: UnsafePointer<T>, places: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<T>
  ) {
    let (height, width) = (windows.height, windows.width)
    let rowsOver = AxisWindows.covering(windows.rows, height)
    let columnsOver = AxisWindows.covering(windows.columns, width)
    let most = (rowsOver.map(\.count).max() ?? 0) * (columnsOver.map(\.count).max() ?? 0)
    let rowsPerChunk = (1 << 15) / max(1, width * channels)
    Parallel.forEachRange(batch * height, length: rowsPerChunk) { range in
      withTaps(most) { taps in
        for row in range {
          let (image, y) = row.quotientAndRemainder(dividingBy: height)
          let first = image * rows * columns * channels
          for x in 0..<width {
            taps.count = 0
            for windowRow in rowsOver[y] {
              for windowColumn in columnsOver[x] {
                taps.append(
                  (windowRow * columns + windowColumn) * channels,
                  number: windows.place(y, x, windowRow, windowColumn))
              }
            }
            kernels.placedSum(
              PlacedSum(
                source: gradient + first, places: places + first, offsets: taps.places,
                numbers: UnsafePointer(taps.numbers.baseAddress.unsafelyUnwrapped),
                target: target + (row * width + x) * channels, count: channels))
          }
        }
      }
    }
  }
}

extension MaximumKernel {
  /// The maxima of an input's windows, and their places where they are wanted; nil where the tier has no
  /// kernels or a place does not fit a byte.
  static func pool(
    _ input: Tensor, _ geometry: PoolingGeometry, _ shape: Shape, writing indices: PoolIndices?,
    tier: VectorUnit.Tier
  ) -> Tensor? {
    guard indices?.isCompact != false,
      let kernel = Self(geometry, input: input.shape, output: shape, tier: tier)
    else { return nil }
    let result = Tensor(uninitialized: shape, T.dtype)
    kernel.pool(
      input.pointer(T.self), result.mutablePointer(T.self),
      places: indices?.mutablePointer(UInt8.self))
    withExtendedLifetime((input.storage, indices?.storage)) {}
    return result
  }

  /// The gradient of the input; nil likewise.
  static func scatter(
    _ gradient: Tensor, _ indices: PoolIndices, tier: VectorUnit.Tier
  ) -> Tensor? {
    guard indices.isCompact,
      let kernel = Self(
        indices.geometry, input: indices.inputShape, output: indices.shape, tier: tier)
    else { return nil }
    let result = Tensor(uninitialized: indices.inputShape, T.dtype)
    kernel.scatter(
      gradient.pointer(T.self), places: indices.pointer(UInt8.self),
      result.mutablePointer(T.self))
    withExtendedLifetime((gradient.storage, indices.storage)) {}
    return result
  }
}
