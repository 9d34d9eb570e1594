/// The gradient of batch normalisation with the batch's own statistics, two passes over memory.
enum BatchNormalizationGradientKernel {
  /// `rectifiedOutput` is the result if it was rectified; the fourth result is then the gradient
  /// before the rectification, else the gradient itself.
  static func run(
    _ input: Tensor, mean: Tensor, inverseStandardDeviation: Tensor, scale: Tensor?,
    _ gradient: Tensor, rectifiedOutput: Tensor?
  ) -> (input: Tensor, scale: Tensor, shift: Tensor, addition: Tensor) {
    switch input.dtype {
    case .float32:
      run(
        input, mean, inverseStandardDeviation, scale, gradient, rectifiedOutput, Float.self)
    case .float64:
      run(
        input, mean, inverseStandardDeviation, scale, gradient, rectifiedOutput, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ input: Tensor, _ mean: Tensor, _ inverseStandardDeviation: Tensor, _ scale: Tensor?,
    _ gradient: Tensor, _ rectifiedOutput: Tensor?, _: T.Type
  ) -> (input: Tensor, scale: Tensor, shift: Tensor, addition: Tensor) {
    let rows = ChannelRows(input.shape)
    let channels = rows.channels
    let masked =
      rectifiedOutput == nil ? gradient : Tensor(uninitialized: input.shape, input.dtype)
    let mask = rectifiedOutput.map {
      Mask(
        output: $0.pointer(T.self), gradient: gradient.pointer(T.self),
        masked: masked.mutablePointer(T.self))
    }
    let (x, g) = (input.pointer(T.self), masked.pointer(T.self))
    let strips = Tensor(uninitialized: [4, rows.strip], input.dtype)
    let middle = strips.mutablePointer(T.self)
    for index in 0..<rows.strip where channels > 0 {
      middle[index] = mean.pointer(T.self)[index % channels]
    }
    let sums = gradientSums(x, g, rows, middle, mask)
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
    withExtendedLifetime((rectifiedOutput?.storage, masked.storage)) {}
    return (result, scaleGradient, shiftGradient, masked)
  }

  /// Where the gradient before a rectification is computed from the result and its gradient.
  private struct Mask<T> {
    let output: UnsafePointer<T>
    let gradient: UnsafePointer<T>
    let masked: UnsafeMutablePointer<T>
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
    _ middle: UnsafePointer<T>, _ mask: Mask<T>?
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
          if let mask { apply(mask, block) }
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

  /// Done block by block just before the block is summed, while it goes through the cache anyway.
  private static func apply<T: KernelScalar>(_ mask: Mask<T>, _ block: Range<Int>) {
    let start = block.lowerBound
    let (y, g, masked) = (mask.output + start, mask.gradient + start, mask.masked + start)
    for index in 0..<block.count { masked[index] = y[index] > 0 ? g[index] : 0 }
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
