/// Max pooling, its gradient and the gradient's transpose, vectorised across channels.
enum MaxPoolingKernel {
  static func pool(
    _ input: Tensor, _ geometry: PoolingGeometry, writing indices: PoolIndices
  ) -> Tensor {
    switch input.dtype {
    case .float32: pool(input, geometry, indices, Float.self)
    case .float64: pool(input, geometry, indices, Double.self)
    }
  }

  static func scatter(_ gradient: Tensor, _ indices: PoolIndices) -> Tensor {
    switch gradient.dtype {
    case .float32: scatter(gradient, indices, Float.self)
    case .float64: scatter(gradient, indices, Double.self)
    }
  }

  static func gather(_ input: Tensor, _ indices: PoolIndices) -> Tensor {
    switch input.dtype {
    case .float32: gather(input, indices, Float.self)
    case .float64: gather(input, indices, Double.self)
    }
  }

  private static func pool<T: KernelScalar>(
    _ input: Tensor, _ geometry: PoolingGeometry, _ indices: PoolIndices, _: T.Type
  ) -> Tensor {
    let (inputShape, shape) = (input.shape, indices.shape)
    let (outputHeight, outputWidth, channels) = (shape[1], shape[2], shape[3])
    let (height, width) = (inputShape[1], inputShape[2])
    let result = Tensor(uninitialized: shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let places = indices.mutablePointer
    let rows = AxisWindows(height: geometry, inputShape, shape).ranges
    let columns = AxisWindows(width: geometry, inputShape, shape).ranges
    let window = geometry.kernel.height * geometry.kernel.width
    let rowsPerChunk = (1 << 16) / max(1, outputWidth * channels * window)
    Parallel.forEachRange(shape[0] * outputHeight, length: rowsPerChunk) { range in
      for row in range {
        let image = source + row / outputHeight * height * width * channels
        let rowWindow = rows[row % outputHeight]
        for column in 0..<outputWidth {
          let offset = (row * outputWidth + column) * channels
          reduce(
            image, rowWindow, columns[column], width: width, channels: channels,
            target + offset, places + offset)
        }
      }
    }
    withExtendedLifetime((input.storage, indices.storage)) {}
    return result
  }

  /// The maximum over one window, for every channel.
  @inline(__always)
  private static func reduce<T: KernelScalar>(
    _ image: UnsafePointer<T>, _ rows: Range<Int>, _ columns: Range<Int>, width: Int,
    channels: Int, _ best: UnsafeMutablePointer<T>, _ place: UnsafeMutablePointer<Int32>
  ) {
    let first = rows.lowerBound * width + columns.lowerBound
    best.update(from: image + first * channels, count: channels)
    place.update(repeating: Int32(truncatingIfNeeded: first), count: channels)
    for row in rows {
      for column in columns {
        let position = row * width + column
        if position == first { continue }
        let pixel = image + position * channels
        let here = Int32(truncatingIfNeeded: position)
        for channel in 0..<channels {
          let (value, old) = (pixel[channel], best[channel])
          // A NaN replaces a number and is never replaced. Masks, because branches keep the loop
          // from being vectorised.
          let greater: Int32 = value > old ? -1 : 0
          let spoiled: Int32 = value != value ? -1 : 0
          let clean: Int32 = old == old ? -1 : 0
          let wins = greater | (spoiled & clean)
          best[channel] = wins != 0 ? value : old
          place[channel] = (here & wins) | (place[channel] & ~wins)
        }
      }
    }
  }

  private static func scatter<T: KernelScalar>(
    _ gradient: Tensor, _ indices: PoolIndices, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: indices.inputShape, gradient.dtype)
    let (source, target) = (gradient.pointer(T.self), result.mutablePointer(T.self))
    let places = indices.pointer
    let channels = indices.shape[3]
    let outputs = indices.shape[1] * indices.shape[2]
    let pixels = indices.inputShape[1] * indices.inputShape[2]
    // One image and one cache line of channels a chunk, so that no two chunks add to one element.
    let blockLength = 16
    let blocks = (channels + blockLength - 1) / blockLength
    Parallel.forEach(indices.shape[0] * blocks) { chunk in
      let image = chunk / blocks
      let block = chunk % blocks * blockLength..<min(channels, (chunk % blocks + 1) * blockLength)
      let plane = target + image * pixels * channels
      for pixel in 0..<pixels {
        (plane + pixel * channels + block.lowerBound).update(repeating: 0, count: block.count)
      }
      for output in 0..<outputs {
        let offset = (image * outputs + output) * channels
        for channel in block {
          plane[Int(places[offset + channel]) * channels + channel] += source[offset + channel]
        }
      }
    }
    withExtendedLifetime((gradient.storage, indices.storage)) {}
    return result
  }

  private static func gather<T: KernelScalar>(
    _ input: Tensor, _ indices: PoolIndices, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: indices.shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let places = indices.pointer
    let channels = indices.shape[3]
    let outputs = indices.shape[1] * indices.shape[2]
    let pixels = indices.inputShape[1] * indices.inputShape[2]
    let outputsPerChunk = (1 << 14) / max(1, channels)
    Parallel.forEachRange(indices.shape[0] * outputs, length: outputsPerChunk) { range in
      for output in range {
        let plane = source + output / outputs * pixels * channels
        let offset = output * channels
        for channel in 0..<channels {
          target[offset + channel] = plane[Int(places[offset + channel]) * channels + channel]
        }
      }
    }
    withExtendedLifetime((input.storage, indices.storage)) {}
    return result
  }
}

extension PoolIndices {
  fileprivate var mutablePointer: UnsafeMutablePointer<Int32> {
    storage.base.unsafelyUnwrapped.assumingMemoryBound(to: Int32.self)
  }

  fileprivate var pointer: UnsafePointer<Int32> { UnsafePointer(mutablePointer) }

  func copiedPositions() -> [Int32] {
    withExtendedLifetime(storage) {
      Array(UnsafeBufferPointer(start: pointer, count: shape.count))
    }
  }
}
