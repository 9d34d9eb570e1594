/// Mean and variance of each channel in one pass over memory.
///
/// Each chunk sums the deviations, and their squares, from the mean of its first block; that mean is
/// close enough to the chunk's that little cancels, and the sums of a block stay short. Blocks are
/// added in double precision, chunks are merged in order.
enum ChannelStatisticsKernel {
  static func statistics(_ input: Tensor) -> (mean: Tensor, variance: Tensor) {
    switch input.dtype {
    case .float32: statistics(input, Float.self)
    case .float64: statistics(input, Double.self)
    }
  }

  private static func statistics<T: KernelScalar>(
    _ input: Tensor, _: T.Type
  ) -> (mean: Tensor, variance: Tensor) {
    let rows = ChannelRows(input.shape)
    let channels = rows.channels
    let partials = Tensor(uninitialized: [rows.chunkCount, 2, channels], .float64)
    let source = input.pointer(T.self)
    let partial = partials.mutablePointer(Double.self)
    Parallel.forEach(rows.chunkCount) { chunk in
      withUnsafeTemporaryAllocation(of: T.self, capacity: 3 * rows.strip) { scratch in
        summarize(
          source, rows, rows.elements(ofChunk: chunk), scratch.baseAddress.unsafelyUnwrapped,
          partial + chunk * 2 * channels)
      }
    }
    let mean = Tensor(uninitialized: [channels], input.dtype)
    let variance = Tensor(uninitialized: [channels], input.dtype)
    let (means, variances) = (mean.mutablePointer(T.self), variance.mutablePointer(T.self))
    for channel in 0..<channels {
      var (total, average, squares) = (0.0, 0.0, 0.0)
      for chunk in 0..<rows.chunkCount {
        let size = Double(rows.elements(ofChunk: chunk).count / channels)
        let difference = partial[chunk * 2 * channels + channel] - average
        let sum = total + size
        average += difference * size / sum
        squares +=
          partial[(chunk * 2 + 1) * channels + channel]
          + difference * difference * total * size / sum
        total = sum
      }
      means[channel] = T(total > 0 ? average : .nan)
      variances[channel] = T(squares / total)
      if !(average.isFinite && squares.isFinite) {
        // A sum of squares left the range, which the variance itself need not do.
        let moments = moments(source, rows, channel)
        means[channel] = moments.mean(T.self)
        variances[channel] = moments.variance(T.self)
      }
    }
    withExtendedLifetime((input.storage, partials.storage)) {}
    return (mean, variance)
  }

  private static func moments<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ rows: ChannelRows, _ channel: Int
  ) -> MomentKernel.Moments {
    MomentKernel.moments(
      source + channel, count: rows.count / rows.channels, stride: rows.channels)
  }

  /// 1 / sqrt(variance + epsilon) of each channel, also where the variance is beyond the element type.
  static func inverseStandardDeviation(
    _ input: Tensor, variance: Tensor, epsilon: Double
  ) -> Tensor {
    switch input.dtype {
    case .float32: inverseStandardDeviation(input, variance, epsilon, Float.self)
    case .float64: inverseStandardDeviation(input, variance, epsilon, Double.self)
    }
  }

  private static func inverseStandardDeviation<T: KernelScalar>(
    _ input: Tensor, _ variance: Tensor, _ epsilon: Double, _: T.Type
  ) -> Tensor {
    let rows = ChannelRows(input.shape)
    let result = Tensor(uninitialized: variance.shape, input.dtype)
    let (source, variances) = (input.pointer(T.self), variance.pointer(T.self))
    let target = result.mutablePointer(T.self)
    for channel in 0..<rows.channels {
      target[channel] =
        variances[channel].isInfinite
        ? T(moments(source, rows, channel).inverseStandardDeviation(epsilon: epsilon))
        : 1 / (variances[channel] + T(epsilon)).squareRoot()
    }
    withExtendedLifetime((input.storage, variance.storage)) {}
    return result
  }

  /// Writes the mean of one chunk and its sum of squared deviations, each `[channels]`.
  private static func summarize<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ rows: ChannelRows, _ elements: Range<Int>,
    _ scratch: UnsafeMutablePointer<T>, _ result: UnsafeMutablePointer<Double>
  ) {
    let (channels, strip) = (rows.channels, rows.strip)
    let center = scratch
    let (sums, squares) = (scratch + strip, scratch + 2 * strip)
    let (mean, deviation) = (result, result + channels)
    center.update(repeating: 0, count: strip)
    sums.update(repeating: 0, count: 2 * strip)
    result.update(repeating: 0, count: 2 * channels)
    let first = elements.lowerBound..<min(elements.upperBound, elements.lowerBound + rows.block)
    accumulate(source, first, strip, center, sums, squares)
    fold(sums, into: mean, channels, strip)
    for index in 0..<strip {
      center[index] = T(mean[index % channels] / Double(first.count / channels))
    }
    mean.update(repeating: 0, count: channels)
    for start in stride(from: elements.lowerBound, to: elements.upperBound, by: rows.block) {
      sums.update(repeating: 0, count: 2 * strip)
      let block = start..<min(elements.upperBound, start + rows.block)
      accumulate(source, block, strip, center, sums, squares)
      fold(sums, into: mean, channels, strip)
      fold(squares, into: deviation, channels, strip)
    }
    let size = Double(elements.count / channels)
    for channel in 0..<channels {
      let offset = mean[channel] / size
      deviation[channel] = max(0, deviation[channel] - offset * mean[channel])
      mean[channel] = Double(center[channel]) + offset
    }
  }

  /// Adds the deviations from `center`, and their squares, of a range that starts at a strip.
  ///
  /// Not inlined: the compiler vectorises the loop only where it does not see that the three scratch
  /// strips are parts of one buffer.
  @inline(never)
  private static func accumulate<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ range: Range<Int>, _ strip: Int, _ center: UnsafePointer<T>,
    _ sums: UnsafeMutablePointer<T>, _ squares: UnsafeMutablePointer<T>
  ) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: strip) {
      let x = source + start
      for index in 0..<min(strip, range.upperBound - start) {
        let deviation = x[index] - center[index]
        sums[index] += deviation
        squares[index] += deviation * deviation
      }
    }
  }

  /// Adds the sums of a strip's several rows to one total a channel.
  private static func fold<T: KernelScalar>(
    _ sums: UnsafePointer<T>, into total: UnsafeMutablePointer<Double>, _ channels: Int,
    _ strip: Int
  ) {
    for row in stride(from: 0, to: strip, by: channels) {
      for channel in 0..<channels { total[channel] += Double(sums[row + channel]) }
    }
  }
}
