/// Average pooling and its transpose over any clipped windows, vectorised across channels.
enum AveragePoolingKernel {
  static func pool(_ input: Tensor, _ rows: AxisWindows, _ columns: AxisWindows) -> Tensor {
    switch input.dtype {
    case .float32: pool(input, rows, columns, Float.self)
    case .float64: pool(input, rows, columns, Double.self)
    }
  }

  static func scatter(
    _ gradient: Tensor, _ inputShape: Shape, _ rows: AxisWindows, _ columns: AxisWindows
  ) -> Tensor {
    switch gradient.dtype {
    case .float32: scatter(gradient, inputShape, rows, columns, Float.self)
    case .float64: scatter(gradient, inputShape, rows, columns, Double.self)
    }
  }

  private static func pool<T: KernelScalar>(
    _ input: Tensor, _ rows: AxisWindows, _ columns: AxisWindows, _: T.Type
  ) -> Tensor {
    let (batch, height, width) = (input.shape[0], input.shape[1], input.shape[2])
    let channels = input.shape[3]
    let (outputHeight, outputWidth) = (rows.ranges.count, columns.ranges.count)
    let result = Tensor(
      uninitialized: [batch, outputHeight, outputWidth, channels], input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let inputPerRow = max(1, height / max(1, outputHeight)) * width * channels
    let rowsPerChunk = (1 << 15) / max(1, inputPerRow)
    Parallel.forEachRange(batch * outputHeight, length: rowsPerChunk) { range in
      for row in range {
        let image = source + row / outputHeight * height * width * channels
        for column in 0..<outputWidth {
          let sum = target + (row * outputWidth + column) * channels
          sum.update(repeating: 0, count: channels)
          for y in rows.ranges[row % outputHeight] {
            for x in columns.ranges[column] {
              let pixel = image + (y * width + x) * channels
              for channel in 0..<channels { sum[channel] += pixel[channel] }
            }
          }
          let divisor = T(rows.divisors[row % outputHeight] * columns.divisors[column])
          for channel in 0..<channels { sum[channel] /= divisor }
          var rest = T.zero
          for channel in 0..<channels { rest += sum[channel] - sum[channel] }
          if rest != 0 {
            // The sum of a window left the range, which its mean need not do.
            for channel in 0..<channels where !sum[channel].isFinite {
              sum[channel] = mean(
                image + channel, width, channels, rows.ranges[row % outputHeight],
                columns.ranges[column], divisor)
            }
          }
        }
      }
    }
    withExtendedLifetime(input.storage) {}
    return result
  }

  /// The mean of one channel of a window, of terms that are divided before they are added.
  @inline(never)
  private static func mean<T: KernelScalar>(
    _ image: UnsafePointer<T>, _ width: Int, _ channels: Int, _ rows: Range<Int>,
    _ columns: Range<Int>, _ divisor: T
  ) -> T {
    var sum = divisor == 0 ? Double.nan : 0
    for y in rows {
      for x in columns { sum += Double(image[(y * width + x) * channels]) / Double(divisor) }
    }
    return T(sum)
  }

  /// Each input pixel gathers from the windows that hold it, so every element has one writer.
  private static func scatter<T: KernelScalar>(
    _ gradient: Tensor, _ inputShape: Shape, _ rows: AxisWindows, _ columns: AxisWindows, _: T.Type
  ) -> Tensor {
    let (batch, height, width) = (inputShape[0], inputShape[1], inputShape[2])
    let channels = inputShape[3]
    let (outputHeight, outputWidth) = (rows.ranges.count, columns.ranges.count)
    let result = Tensor(uninitialized: inputShape, gradient.dtype)
    let (source, target) = (gradient.pointer(T.self), result.mutablePointer(T.self))
    let (rowsOver, columnsOver) = (rows.covering(height), columns.covering(width))
    let rowsPerChunk = (1 << 15) / max(1, width * channels)
    Parallel.forEachRange(batch * height, length: rowsPerChunk) { range in
      for row in range {
        let image = source + row / height * outputHeight * outputWidth * channels
        for column in 0..<width {
          let sum = target + (row * width + column) * channels
          sum.update(repeating: 0, count: channels)
          for y in rowsOver[row % height] {
            for x in columnsOver[column] {
              let share = 1 / T(rows.divisors[y] * columns.divisors[x])
              let window = image + (y * outputWidth + x) * channels
              for channel in 0..<channels { sum[channel] += window[channel] * share }
            }
          }
        }
      }
    }
    withExtendedLifetime(gradient.storage) {}
    return result
  }
}
