/// The input gradient of a convolution as one product a tap, whose rows are added to the pixels that the
/// tap looked at (`col2im`).
///
/// The filter is read where it is, once for a block of positions, where gathering the gradient wants it
/// rearranged; and there are as many products as the forward pass makes, however few positions a
/// large image has. Nothing is multiplied with padding: what a tap saw of it is dropped.
enum ScatteredGradientKernel {
  /// Whether it is faster than gathering: the filter is large, so that to rearrange it takes longer
  /// than to add rows up, or far fewer positions look at the image than it has pixels.
  static func pays(_ problem: ConvolutionProblem) -> Bool {
    let stride = problem.geometry.stride
    let pixels = problem.inputHeight * problem.inputWidth
    let positions = problem.outputHeight * problem.outputWidth
    return problem.filterShape.count / problem.groups > 1 << 17
      || pixels >= 2 * positions * stride.height * stride.width
  }

  static func inputGradient(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    switch gradient.dtype {
    case .float32: inputGradient(gradient, filter, problem, Float.self)
    case .float64: inputGradient(gradient, filter, problem, Double.self)
    }
  }

  /// Channels of the input that a piece of work has, and positions of a product, at most about.
  private static let (channelLimit, positionLimit) = (128, 512)
  /// Channels below which a product is too narrow.
  private static let leastChannels = 16

  private static func inputGradient<T: KernelScalar>(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: problem.inputShape, gradient.dtype)
    let run = Run(
      problem: problem, taps: ConvolutionTaps(problem), gradient: gradient.pointer(T.self),
      filter: filter.pointer(T.self), target: result.mutablePointer(T.self))
    let positions = max(1, problem.outputHeight * problem.outputWidth)
    let images = max(1, min(problem.batch, positionLimit / positions))
    let blocks = (problem.batch + images - 1) / images
    let ins = problem.inputsPerGroup
    // At least eight pieces of work, if there are channels enough.
    let wanted = (8 + blocks * problem.groups - 1) / max(1, blocks * problem.groups)
    let chunks = max(
      1, (ins + channelLimit - 1) / channelLimit, min(wanted, ins / leastChannels))
    Parallel.forEach(blocks * problem.groups * chunks) { index in
      let (block, rest) = index.quotientAndRemainder(dividingBy: problem.groups * chunks)
      let (group, chunk) = rest.quotientAndRemainder(dividingBy: chunks)
      run.work(
        images: block * images..<min(problem.batch, (block + 1) * images), group: group,
        channels: chunk * ins / chunks..<(chunk + 1) * ins / chunks,
        rowsTogether: images > 1
          ? problem.outputHeight : max(1, positionLimit / max(1, problem.outputWidth)))
    }
    withExtendedLifetime((gradient.storage, filter.storage)) {}
    return result
  }

  private struct Run<T: KernelScalar> {
    let problem: ConvolutionProblem
    let taps: ConvolutionTaps
    let gradient: UnsafePointer<T>, filter: UnsafePointer<T>
    let target: UnsafeMutablePointer<T>

    /// Some channels of a group in some images, which nobody else writes.
    func work(images: Range<Int>, group: Int, channels: Range<Int>, rowsTogether: Int) {
      let first = group * problem.inputsPerGroup + channels.lowerBound
      let pixels = problem.inputHeight * problem.inputWidth
      for pixel in images.lowerBound * pixels..<images.upperBound * pixels {
        (target + pixel * problem.inputChannels + first).update(
          repeating: 0, count: channels.count)
      }
      let most = images.count * rowsTogether * problem.outputWidth
      let scratch = Scratch(byteCount: most * channels.count * MemoryLayout<T>.size)
      let products = scratch.base.assumingMemoryBound(to: T.self)
      for start in stride(from: 0, to: problem.outputHeight, by: rowsTogether) {
        let rows = start..<min(problem.outputHeight, start + rowsTogether)
        for tap in 0..<problem.kernelHeight * problem.kernelWidth {
          multiply(images, rows, tap, group, channels, products)
          add(products, images, rows, tap, first, channels.count)
        }
      }
      withExtendedLifetime(scratch) {}
    }

    private func multiply(
      _ images: Range<Int>, _ rows: Range<Int>, _ tap: Int, _ group: Int, _ channels: Range<Int>,
      _ products: UnsafeMutablePointer<T>
    ) {
      let outs = problem.outputChannels
      let weights =
        filter + taps.filter(tap) + channels.lowerBound * outs + group * problem.outputsPerGroup
      T.product(
        m: images.count * rows.count * problem.outputWidth, n: channels.count,
        k: problem.outputsPerGroup,
        MatrixView(
          base: gradient + taps.output(images.lowerBound, rows.lowerBound, 0)
            + group * problem.outputsPerGroup, stride: outs),
        MatrixView(base: weights, stride: outs, transposed: true), adds: false, products,
        cStride: channels.count)
    }

    private func add(
      _ products: UnsafePointer<T>, _ images: Range<Int>, _ rows: Range<Int>, _ tap: Int,
      _ firstChannel: Int, _ count: Int
    ) {
      for (place, image) in images.enumerated() {
        taps.forEachRow(ofTap: tap) { row, inputRow, columns, inputColumn in
          guard rows.contains(row) else { return }
          var from =
            products
            + ((place * rows.count + row - rows.lowerBound) * problem.outputWidth
              + columns.lowerBound) * count
          var to = target + taps.input(image, inputRow, inputColumn) + firstChannel
          for _ in columns {
            for channel in 0..<count { to[channel] += from[channel] }
            from += count
            to += taps.inputStep
          }
        }
      }
    }
  }
}
