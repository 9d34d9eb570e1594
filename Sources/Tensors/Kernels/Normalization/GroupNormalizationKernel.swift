/// Normalisation of each image by groups of its channels, over `[images, pixels, channels]`.
///
/// Sums are taken per channel in double precision, in the order of the pixels, and joined by group; an
/// image is one thread's, so that the number of threads changes no bit.
enum GroupNormalizationKernel {
  /// How channels are grouped.
  struct Layout {
    let images: Int, pixels: Int, channels: Int, groups: Int
    /// Whether the mean is taken off.
    let centres: Bool
    /// Channels of a group, and values that are normalised together.
    var run: Int { channels / groups }
    var count: Double { Double(pixels * run) }
    /// Whether each image is one row of numbers, normalised together.
    var isByRow: Bool { pixels == 1 && groups == 1 }
    /// Images per chunk, fixed by the shape.
    var chunk: Int { max(1, images / 64, (1 << 13) / max(1, pixels * channels)) }
  }

  /// The result, and each group's mean (0 unless it is taken off) and 1 / standard deviation,
  /// `[images, groups]`.
  static func forward(
    _ x: Tensor, _ layout: Layout, epsilon: Double, scale: Tensor?, shift: Tensor?
  ) -> (output: Tensor, mean: Tensor, inverse: Tensor) {
    switch x.dtype {
    case .float32: forward(x, layout, epsilon, scale, shift, Float.self)
    case .float64: forward(x, layout, epsilon, scale, shift, Double.self)
    }
  }

  private static func forward<T: KernelScalar>(
    _ x: Tensor, _ layout: Layout, _ epsilon: Double, _ scale: Tensor?, _ shift: Tensor?, _: T.Type
  ) -> (output: Tensor, mean: Tensor, inverse: Tensor) {
    let output = Tensor(uninitialized: x.shape, x.dtype)
    let mean = Tensor(uninitialized: [layout.images, layout.groups], x.dtype)
    let inverse = Tensor(uninitialized: mean.shape, x.dtype)
    let (source, target) = (x.pointer(T.self), output.mutablePointer(T.self))
    let (means, inverses) = (mean.mutablePointer(T.self), inverse.mutablePointer(T.self))
    let (scales, shifts) = (scale?.pointer(T.self), shift?.pointer(T.self))
    let channels = layout.channels
    if layout.isByRow {
      RowNormalization(
        x: source, length: channels, centres: layout.centres, epsilon: epsilon, scales: scales,
        shifts: shifts
      ).run(layout.images, means, inverses, to: target)
      withExtendedLifetime((x.storage, scale?.storage, shift?.storage)) {}
      return (output, mean, inverse)
    }
    Parallel.forEachRange(layout.images, length: layout.chunk) { images in
      withDoubles(2 * channels) { work in
        let (sums, squares) = (work, work + channels)
        for image in images {
          let pixels = source + image * layout.pixels * channels
          if layout.centres { sum(pixels, layout, into: sums) }
          let places = means + image * layout.groups
          let rates = inverses + image * layout.groups
          for group in 0..<layout.groups {
            let total = layout.centres ? total(sums + group * layout.run, layout.run) : 0
            places[group] = T(total / layout.count)
          }
          sumSquares(pixels, layout, around: places, into: squares)
          for group in 0..<layout.groups {
            let variance = total(squares + group * layout.run, layout.run) / layout.count
            rates[group] = T(1 / (variance + epsilon).squareRoot())
          }
          write(
            pixels, layout, places, rates, scales, shifts,
            to: target + image * layout.pixels * channels)
        }
      }
    }
    withExtendedLifetime((x.storage, scale?.storage, shift?.storage)) {}
    return (output, mean, inverse)
  }

  private static func sum<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ layout: Layout, into sums: UnsafeMutablePointer<Double>
  ) {
    for channel in 0..<layout.channels { sums[channel] = Double(x[channel]) }
    for pixel in 1..<max(1, layout.pixels) {
      let row = x + pixel * layout.channels
      for channel in 0..<layout.channels { sums[channel] += Double(row[channel]) }
    }
  }

  private static func sumSquares<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ layout: Layout, around means: UnsafePointer<T>,
    into squares: UnsafeMutablePointer<Double>
  ) {
    squares.update(repeating: 0, count: layout.channels)
    for pixel in 0..<layout.pixels {
      for group in 0..<layout.groups {
        let start = group * layout.run
        let row = x + pixel * layout.channels + start
        let (mean, sums) = (means[group], squares + start)
        for channel in 0..<layout.run {
          let distance = Double(row[channel] - mean)
          sums[channel] += distance * distance
        }
      }
    }
  }

  private static func write<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ layout: Layout, _ means: UnsafePointer<T>, _ rates: UnsafePointer<T>,
    _ scales: UnsafePointer<T>?, _ shifts: UnsafePointer<T>?, to y: UnsafeMutablePointer<T>
  ) {
    for pixel in 0..<layout.pixels {
      for group in 0..<layout.groups {
        let start = group * layout.run
        let offset = pixel * layout.channels + start
        let (row, result, mean, rate) = (x + offset, y + offset, means[group], rates[group])
        for channel in 0..<layout.run { result[channel] = (row[channel] - mean) * rate }
        if let scales {
          for channel in 0..<layout.run { result[channel] *= scales[start + channel] }
        }
        if let shifts {
          for channel in 0..<layout.run { result[channel] += shifts[start + channel] }
        }
      }
    }
  }

  /// The sum of neighbouring numbers, in eight lanes.
  @inline(__always)
  static func total(_ x: UnsafePointer<Double>, _ count: Int) -> Double {
    var (lanes, index) = (SIMD8<Double>(), 0)
    while index + 8 <= count {
      lanes += UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<Double>.self)
      index += 8
    }
    var total = lanes.sum()
    while index < count {
      total += x[index]
      index += 1
    }
    return total
  }

  /// Room for numbers while `body` runs.
  @inline(__always)
  static func withDoubles(_ count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: max(1, count))
    body(memory)
    memory.deallocate()
  }
}
