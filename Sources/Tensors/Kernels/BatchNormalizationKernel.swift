/// Batch normalisation and its gradient: one pass, and two passes, over memory.
enum BatchNormalizationKernel {
  static func normalize(
    _ input: Tensor, mean: Tensor, inverseStandardDeviation: Tensor, scale: Tensor?, shift: Tensor?
  ) -> Tensor {
    switch input.dtype {
    case .float32:
      normalize(input, mean, inverseStandardDeviation, scale, shift, Float.self)
    case .float64:
      normalize(input, mean, inverseStandardDeviation, scale, shift, Double.self)
    }
  }

  static func gradient(
    _ input: Tensor, mean: Tensor, inverseStandardDeviation: Tensor, scale: Tensor?,
    _ gradient: Tensor
  ) -> (input: Tensor, scale: Tensor, shift: Tensor) {
    switch input.dtype {
    case .float32:
      Self.gradient(input, mean, inverseStandardDeviation, scale, gradient, Float.self)
    case .float64:
      Self.gradient(input, mean, inverseStandardDeviation, scale, gradient, Double.self)
    }
  }

  private static func normalize<T: KernelScalar>(
    _ input: Tensor, _ mean: Tensor, _ inverseStandardDeviation: Tensor, _ scale: Tensor?,
    _ shift: Tensor?, _: T.Type
  ) -> Tensor {
    let rows = ChannelRows(input.shape)
    let result = Tensor(uninitialized: input.shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let strips = Tensor(uninitialized: [3, rows.strip], input.dtype)
    let middle = strips.mutablePointer(T.self)
    let (factor, offset) = (middle + rows.strip, middle + 2 * rows.strip)
    for index in 0..<rows.strip where rows.channels > 0 {
      let channel = index % rows.channels
      middle[index] = mean.pointer(T.self)[channel]
      factor[index] =
        inverseStandardDeviation.pointer(T.self)[channel]
        * (scale.map { $0.pointer(T.self)[channel] } ?? 1)
      offset[index] = shift.map { $0.pointer(T.self)[channel] } ?? 0
    }
    Parallel.forEach(rows.chunkCount) { chunk in
      let elements = rows.elements(ofChunk: chunk)
      for start in stride(from: elements.lowerBound, to: elements.upperBound, by: rows.strip) {
        let (x, y) = (source + start, target + start)
        for index in 0..<min(rows.strip, elements.upperBound - start) {
          // Subtracting first is exact where x is near the mean; x * a + b would cancel.
          y[index] = (x[index] - middle[index]) * factor[index] + offset[index]
        }
      }
    }
    withExtendedLifetime((input.storage, strips.storage)) {}
    return result
  }

  private static func gradient<T: KernelScalar>(
    _ input: Tensor, _ mean: Tensor, _ inverseStandardDeviation: Tensor, _ scale: Tensor?,
    _ gradient: Tensor, _: T.Type
  ) -> (input: Tensor, scale: Tensor, shift: Tensor) {
    let rows = ChannelRows(input.shape)
    let channels = rows.channels
    let (x, g) = (input.pointer(T.self), gradient.pointer(T.self))
    let strips = Tensor(uninitialized: [4, rows.strip], input.dtype)
    let middle = strips.mutablePointer(T.self)
    for index in 0..<rows.strip where channels > 0 {
      middle[index] = mean.pointer(T.self)[index % channels]
    }
    let sums = gradientSums(x, g, rows, middle)
    let total = sums.pointer(Double.self)
    let scaleGradient = Tensor(uninitialized: [channels], input.dtype)
    let shiftGradient = Tensor(uninitialized: [channels], input.dtype)
    let size = Double(rows.count / max(1, channels))
    for index in 0..<rows.strip where channels > 0 {
      let channel = index % channels
      let inverse = Double(inverseStandardDeviation.pointer(T.self)[channel])
      let slope = inverse * (scale.map { Double($0.pointer(T.self)[channel]) } ?? 1)
      let (plain, product) = (total[channel], total[channels + channel] * inverse)
      scaleGradient.mutablePointer(T.self)[channel] = T(product)
      shiftGradient.mutablePointer(T.self)[channel] = T(plain)
      middle[rows.strip + index] = T(plain / size)
      middle[2 * rows.strip + index] = T(slope)
      middle[3 * rows.strip + index] = T(slope * inverse * product / size)
    }
    let result = Tensor(uninitialized: input.shape, input.dtype)
    let target = result.mutablePointer(T.self)
    Parallel.forEach(rows.chunkCount) { chunk in
      combine(x, g, target, rows.elements(ofChunk: chunk), rows.strip, middle)
    }
    withExtendedLifetime((input.storage, gradient.storage, strips.storage, sums.storage)) {}
    return (result, scaleGradient, shiftGradient)
  }

  /// `(g - mean(g)) * slope - (x - mean) * curvature`; `coefficients` holds a strip of each: mean,
  /// mean of g, slope, curvature.
  private static func combine<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ gradient: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>,
    _ elements: Range<Int>, _ strip: Int, _ coefficients: UnsafePointer<T>
  ) {
    let (middle, average) = (coefficients, coefficients + strip)
    let (slope, curvature) = (coefficients + 2 * strip, coefficients + 3 * strip)
    for start in stride(from: elements.lowerBound, to: elements.upperBound, by: strip) {
      let (x, g, dx) = (source + start, gradient + start, target + start)
      for index in 0..<min(strip, elements.upperBound - start) {
        dx[index] =
          (g[index] - average[index]) * slope[index]
          - (x[index] - middle[index]) * curvature[index]
      }
    }
  }

  /// The sums of g and of g (x - mean) for each channel, as `[2, channels]` in double precision.
  private static func gradientSums<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ gradient: UnsafePointer<T>, _ rows: ChannelRows,
    _ middle: UnsafePointer<T>
  ) -> Tensor {
    let width = 2 * rows.channels
    let partials = Tensor(uninitialized: [rows.chunkCount, width], .float64)
    let partial = partials.mutablePointer(Double.self)
    Parallel.forEach(rows.chunkCount) { chunk in
      let total = partial + chunk * width
      total.update(repeating: 0, count: width)
      withUnsafeTemporaryAllocation(of: T.self, capacity: 2 * rows.strip) { scratch in
        let sums = scratch.baseAddress.unsafelyUnwrapped
        let elements = rows.elements(ofChunk: chunk)
        for start in stride(from: elements.lowerBound, to: elements.upperBound, by: rows.block) {
          sums.update(repeating: 0, count: 2 * rows.strip)
          let block = start..<min(elements.upperBound, start + rows.block)
          accumulate(source, gradient, block, rows.strip, middle, sums, sums + rows.strip)
          for index in 0..<rows.strip {
            let channel = index % rows.channels
            total[channel] += Double(sums[index])
            total[rows.channels + channel] += Double(sums[rows.strip + index])
          }
        }
      }
    }
    let result = Tensor(uninitialized: [2, rows.channels], .float64)
    let total = result.mutablePointer(Double.self)
    total.update(repeating: 0, count: width)
    for chunk in 0..<rows.chunkCount {
      for index in 0..<width { total[index] += partial[chunk * width + index] }
    }
    withExtendedLifetime(partials.storage) {}
    return result
  }

  private static func accumulate<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ gradient: UnsafePointer<T>, _ range: Range<Int>, _ strip: Int,
    _ middle: UnsafePointer<T>, _ plain: UnsafeMutablePointer<T>,
    _ product: UnsafeMutablePointer<T>
  ) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: strip) {
      let (x, g) = (source + start, gradient + start)
      for index in 0..<min(strip, range.upperBound - start) {
        plain[index] += g[index]
        product[index] += g[index] * (x[index] - middle[index])
      }
    }
  }
}
