import GradusVectorKernels

/// Convolution with one filter a channel: sums in registers where the machine has the vector unit,
/// and direct loops across channels where it has not.
enum DepthwiseConvolutionKernel {
  static func forward(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem,
    _ epilogue: ConvolutionEpilogue = .init()
  ) -> Tensor {
    if problem.tier.module != nil {
      return switch x.dtype {
      case .float32: DepthwiseRegisterKernel.forward(x, filter, problem, epilogue, Float.self)
      case .float64: DepthwiseRegisterKernel.forward(x, filter, problem, epilogue, Double.self)
      }
    }
    let result = Tensor.zeros(problem.outputShape, dtype: x.dtype)
    switch x.dtype {
    case .float32: walk(x, filter, result, problem, .forward, Float.self)
    case .float64: walk(x, filter, result, problem, .forward, Double.self)
    }
    return result.finished(by: epilogue, tier: problem.tier)
  }

  static func inputGradient(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    if problem.tier.module != nil {
      return switch gradient.dtype {
      case .float32:
        DepthwiseRegisterKernel.inputGradient(gradient, filter, problem, Float.self)
      case .float64:
        DepthwiseRegisterKernel.inputGradient(gradient, filter, problem, Double.self)
      }
    }
    let result = Tensor.zeros(problem.inputShape, dtype: gradient.dtype)
    switch gradient.dtype {
    case .float32: walk(result, filter, gradient, problem, .inputGradient, Float.self)
    case .float64: walk(result, filter, gradient, problem, .inputGradient, Double.self)
    }
    return result
  }

  static func filterGradient(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    if problem.tier.module != nil {
      return switch x.dtype {
      case .float32: DepthwiseRegisterKernel.filterGradient(x, gradient, problem, Float.self)
      case .float64: DepthwiseRegisterKernel.filterGradient(x, gradient, problem, Double.self)
      }
    }
    let result = Tensor.zeros(problem.filterShape, dtype: x.dtype)
    switch x.dtype {
    case .float32: filterGradient(x, gradient, result, problem, Float.self)
    case .float64: filterGradient(x, gradient, result, problem, Double.self)
    }
    return result
  }

  private enum Direction { case forward, inputGradient }

  /// One image a chunk, so that no two chunks write to the same element.
  private static func walk<T: KernelScalar>(
    _ x: Tensor, _ filter: Tensor, _ y: Tensor, _ problem: ConvolutionProblem,
    _ direction: Direction, _: T.Type
  ) {
    // One of them is the fresh result; `mutablePointer` of the other would let go what is kept with it.
    let px = UnsafeMutablePointer(mutating: x.pointer(T.self))
    let py = UnsafeMutablePointer(mutating: y.pointer(T.self))
    let weights = filter.pointer(T.self)
    let channels = problem.inputChannels
    Parallel.forEach(problem.batch) { image in
      var taps = 0
      forEachTap(problem, image) { tap, input, output in
        let (a, b) = (px + input * channels, py + output * channels)
        let w = weights + tap * channels
        taps += 1
        switch direction {
        case .forward: for c in 0..<channels { b[c] += a[c] * w[c] }
        case .inputGradient: for c in 0..<channels { a[c] += b[c] * w[c] }
        }
      }
      MultiplyAddCounter.add(taps * channels)
    }
    withExtendedLifetime((x.storage, filter.storage, y.storage)) {}
  }

  private static func filterGradient<T: KernelScalar>(
    _ x: Tensor, _ gradient: Tensor, _ result: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) {
    let (px, pg) = (x.pointer(T.self), gradient.pointer(T.self))
    let target = result.mutablePointer(T.self)
    let channels = problem.inputChannels
    let slices = max(1, min(problem.batch, 16))
    let length = (problem.batch + slices - 1) / slices
    let partial = Scratch(byteCount: slices * result.byteCount)
    let sums = partial.base.assumingMemoryBound(to: T.self)
    Parallel.forEach(slices) { slice in
      let sum = sums + slice * result.count
      sum.update(repeating: 0, count: result.count)
      var taps = 0
      for image in min(problem.batch, slice * length)..<min(problem.batch, (slice + 1) * length) {
        forEachTap(problem, image) { tap, input, output in
          let (a, g) = (px + input * channels, pg + output * channels)
          let w = sum + tap * channels
          taps += 1
          for c in 0..<channels { w[c] += a[c] * g[c] }
        }
      }
      MultiplyAddCounter.add(taps * channels)
    }
    for slice in 0..<slices {
      let sum = sums + slice * result.count
      for index in 0..<result.count { target[index] += sum[index] }
    }
    withExtendedLifetime((x.storage, gradient.storage)) {}
  }

  /// Calls `body` with each tap's index and the pixel numbers of the input and the output it joins.
  @inline(__always)
  private static func forEachTap(
    _ problem: ConvolutionProblem, _ image: Int, _ body: (Int, Int, Int) -> Void
  ) {
    let g = problem.geometry
    for row in 0..<problem.outputHeight {
      for column in 0..<problem.outputWidth {
        let output = (image * problem.outputHeight + row) * problem.outputWidth + column
        for kernelRow in 0..<problem.kernelHeight {
          let y = row * g.stride.height - g.padding.top + kernelRow * g.dilation.height
          guard y >= 0, y < problem.inputHeight else { continue }
          for kernelColumn in 0..<problem.kernelWidth {
            let x = column * g.stride.width - g.padding.left + kernelColumn * g.dilation.width
            guard x >= 0, x < problem.inputWidth else { continue }
            let input = (image * problem.inputHeight + y) * problem.inputWidth + x
            body(kernelRow * problem.kernelWidth + kernelColumn, input, output)
          }
        }
      }
    }
  }
}
