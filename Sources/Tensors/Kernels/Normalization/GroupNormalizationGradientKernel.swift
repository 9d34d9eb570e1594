/// The backward pass of normalisation by groups of channels, all gradients in two passes over memory.
///
/// With A and B the sums of g and of g x̂ over an image's pixels, per channel, the gradients of shift and
/// scale are A and B summed over the images, and that of the input is
/// r (scale g - Σ scale A / n - x̂ Σ scale B / n), sums over the channels of a group.
enum GroupNormalizationGradientKernel {
  typealias Layout = GroupNormalizationKernel.Layout

  static func run(
    _ x: Tensor, _ gradient: Tensor, _ layout: Layout, mean: Tensor, inverse: Tensor, scale: Tensor?
  ) -> (input: Tensor, scale: Tensor, shift: Tensor) {
    switch x.dtype {
    case .float32: run(x, gradient, layout, mean, inverse, scale, Float.self)
    case .float64: run(x, gradient, layout, mean, inverse, scale, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ x: Tensor, _ gradient: Tensor, _ layout: Layout, _ mean: Tensor, _ inverse: Tensor,
    _ scale: Tensor?, _: T.Type
  ) -> (input: Tensor, scale: Tensor, shift: Tensor) {
    let (channels, extent) = (layout.channels, layout.pixels * layout.channels)
    let result = Tensor(uninitialized: x.shape, x.dtype)
    let chunks = (layout.images + layout.chunk - 1) / layout.chunk
    let partial = Tensor(uninitialized: [max(1, chunks), 2, channels], .float64)
    let sums = partial.mutablePointer(Double.self)
    let (source, slopes) = (x.pointer(T.self), gradient.pointer(T.self))
    let (means, rates) = (mean.pointer(T.self), inverse.pointer(T.self))
    let (target, scales) = (result.mutablePointer(T.self), scale?.pointer(T.self))
    Parallel.forEach(chunks) { chunk in
      let (shiftSums, scaleSums) = (
        sums + 2 * chunk * channels, sums + (2 * chunk + 1) * channels
      )
      shiftSums.update(repeating: 0, count: 2 * channels)
      GroupNormalizationKernel.withDoubles(2 * channels) { work in
        for image in chunk * layout.chunk..<min(layout.images, (chunk + 1) * layout.chunk) {
          let part = Part(
            x: source + image * extent, g: slopes + image * extent,
            means: means + image * layout.groups, rates: rates + image * layout.groups,
            scales: scales, layout: layout)
          if layout.isByRow {
            work.withMemoryRebound(to: T.self, capacity: channels) {
              part.writeRow(
                addingTo: shiftSums, scaleSums, to: target + image * extent, products: $0)
            }
            continue
          }
          part.addSums(into: work, work + channels)
          for channel in 0..<channels {
            shiftSums[channel] += work[channel]
            scaleSums[channel] += work[channels + channel]
          }
          part.write(shiftSums: work, scaleSums: work + channels, to: target + image * extent)
        }
      }
    }
    withExtendedLifetime(
      (x.storage, gradient.storage, mean.storage, inverse.storage, scale?.storage)
    ) {}
    let total =
      chunks == 0
      ? Tensor.zeros([2, channels], dtype: .float64) : partial.sum(axes: [0])
    let parts = total.converted(to: x.dtype)
    return (
      result, parts.sliced(axis: 0, 1..<2).reshaped(to: [channels]),
      parts.sliced(axis: 0, 0..<1).reshaped(to: [channels])
    )
  }
}

/// One image with what its groups were normalised by.
private struct Part<T: KernelScalar> {
  let x: UnsafePointer<T>, g: UnsafePointer<T>
  let means: UnsafePointer<T>, rates: UnsafePointer<T>
  let scales: UnsafePointer<T>?
  let layout: GroupNormalizationKernel.Layout

  /// Writes the sums of g and of g x̂ per channel.
  func addSums(
    into a: UnsafeMutablePointer<Double>, _ b: UnsafeMutablePointer<Double>
  ) {
    a.update(repeating: 0, count: layout.channels)
    b.update(repeating: 0, count: layout.channels)
    for pixel in 0..<layout.pixels {
      for group in 0..<layout.groups {
        let start = group * layout.run
        let offset = pixel * layout.channels + start
        let (x, g, a, b) = (x + offset, g + offset, a + start, b + start)
        let (mean, rate) = (means[group], rates[group])
        for channel in 0..<layout.run {
          let slope = Double(g[channel])
          a[channel] += slope
          b[channel] += slope * Double((x[channel] - mean) * rate)
        }
      }
    }
  }

  /// Writes the gradient of the input; the sums are used up.
  func write(
    shiftSums a: UnsafeMutablePointer<Double>, scaleSums b: UnsafeMutablePointer<Double>,
    to result: UnsafeMutablePointer<T>
  ) {
    if let scales {
      for channel in 0..<layout.channels {
        a[channel] *= Double(scales[channel])
        b[channel] *= Double(scales[channel])
      }
    }
    for group in 0..<layout.groups {
      let start = group * layout.run
      let total = GroupNormalizationKernel.total
      let first = layout.centres ? T(total(a + start, layout.run) / layout.count) : 0
      let second = T(total(b + start, layout.run) / layout.count)
      let (mean, rate) = (means[group], rates[group])
      for pixel in 0..<layout.pixels {
        let offset = pixel * layout.channels + start
        let (x, g, result) = (x + offset, g + offset, result + offset)
        if let scales {
          let scales = scales + start
          for channel in 0..<layout.run {
            result[channel] =
              rate * (g[channel] * scales[channel] - first - (x[channel] - mean) * rate * second)
          }
        } else {
          for channel in 0..<layout.run {
            result[channel] = rate * (g[channel] - first - (x[channel] - mean) * rate * second)
          }
        }
      }
    }
  }

  /// The gradient of a row that is normalised as one, and its terms of the sums per channel; `products` is
  /// memory for a number per channel.
  func writeRow(
    addingTo a: UnsafeMutablePointer<Double>, _ b: UnsafeMutablePointer<Double>,
    to result: UnsafeMutablePointer<T>, products: UnsafeMutablePointer<T>
  ) {
    let count = layout.channels
    let (mean, rate) = (means[0], rates[0])
    // The normalised row goes where the result will.
    for channel in 0..<count { result[channel] = (x[channel] - mean) * rate }
    for channel in 0..<count { a[channel] += Double(g[channel]) }
    for channel in 0..<count { b[channel] += Double(g[channel]) * Double(result[channel]) }
    var weighted = g
    if let scales {
      for channel in 0..<count { products[channel] = g[channel] * scales[channel] }
      weighted = UnsafePointer(products)
    }
    let first = layout.centres ? T(RowKernel.sum(.element, weighted, count) / layout.count) : 0
    let second = T(RowKernel.sum(.product(with: result), weighted, count) / layout.count)
    for channel in 0..<count {
      result[channel] = rate * (weighted[channel] - first - result[channel] * second)
    }
  }
}
