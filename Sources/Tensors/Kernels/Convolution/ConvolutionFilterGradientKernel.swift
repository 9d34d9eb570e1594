/// The gradient of a convolution for its filter: gathered input, transposed, times the output's
/// gradient.
///
/// Small filters are summed over fixed slices of the positions, each slice into a buffer of its own,
/// and the buffers are added in order. Large filters are cut by tap instead, or those of one tap by
/// input channel, which needs no second buffer. Which way is taken depends on the sizes alone.
enum ConvolutionFilterGradientKernel {
  static func run(_ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem) -> Tensor {
    let plan = ConvolutionPlan.of(problem, .filterGradient, x.dtype)
    let algorithm = plan.algorithm
    let result = run(x, gradient, problem, plan)
    // Zeros of padding times NaN or infinity, and tiles, reach taps that do not see them.
    let isExact =
      algorithm == .depthwise
      || problem.tile(of: algorithm) == nil && !problem.readsPadding(.filterGradient)
    return isExact || isFinite(result, problem)
      ? result : TapwiseConvolutionKernel.filterGradient(x, gradient, problem)
  }

  /// Whether all that was summed was finite: a gradient that was not shows in its output's sums with
  /// the first input, and an input that was not in a tile in its sums with the first output.
  private static func isFinite(_ result: Tensor, _ problem: ConvolutionProblem) -> Bool {
    switch result.dtype {
    case .float32: isFinite(result, problem, Float.self)
    case .float64: isFinite(result, problem, Double.self)
    }
  }

  private static func isFinite<T: KernelScalar>(
    _ result: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) -> Bool {
    let (inputs, outputs) = (problem.inputsPerGroup, problem.outputChannels)
    var rest = T.zero
    for tap in 0..<problem.kernelHeight * problem.kernelWidth {
      let sums = result.pointer(T.self) + tap * inputs * outputs
      for output in 0..<outputs { rest += sums[output] - sums[output] }
      for input in 0..<inputs { rest += sums[input * outputs] - sums[input * outputs] }
    }
    withExtendedLifetime(result.storage) {}
    return rest == 0
  }

  private static func run(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem, _ plan: ConvolutionPlan
  ) -> Tensor {
    if plan.algorithm == .depthwise {
      return DepthwiseConvolutionKernel.filterGradient(x, gradient, problem)
    }
    if let direct = plan.direct {
      return DirectFilterGradientKernel.run(x, gradient, problem, direct)
    }
    if let tile = problem.tile(of: plan.algorithm) {
      return WinogradFilterGradientKernel.run(x, gradient, problem, tile)
    }
    return switch x.dtype {
    case .float32: run(x, gradient, problem, Float.self)
    case .float64: run(x, gradient, problem, Double.self)
    }
  }

  private static let sliceLimit = 16

  private static func run<T: KernelScalar>(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: problem.filterShape, x.dtype)
    let size = MemoryLayout<T>.size
    let filterBytes = problem.filterShape.count * size
    let positions = problem.batch * problem.outputHeight * problem.outputWidth
    let (px, pg) = (x.pointer(T.self), gradient.pointer(T.self))
    let target = result.mutablePointer(T.self)
    let taps = problem.taps
    let slices = max(1, min(sliceLimit, positions / 256, (1 << 25) / max(1, filterBytes)))
    if taps.count > 1, filterBytes > 1 << 20 {
      let tapElements = problem.inputsPerGroup * problem.outputChannels
      Parallel.forEach(taps.count) { tap in
        accumulate(
          px, pg, problem, taps: [taps[tap]], 0..<positions, target + tap * tapElements)
      }
    } else if slices < 4, positions > 0, problem.groups == 1,
      problem.inputGather(elementSize: size).isIdentity
    {
      product(px, pg, problem, positions, target)
    } else {
      let length = (positions + slices - 1) / slices
      let partial = Scratch(byteCount: slices * filterBytes)
      let sums = partial.base.assumingMemoryBound(to: T.self)
      Parallel.forEach(slices) { slice in
        accumulate(
          px, pg, problem, taps: taps,
          min(positions, slice * length)..<min(positions, (slice + 1) * length),
          sums + slice * result.count)
      }
      Parallel.forEachRange(result.count, length: 1 << 14) { range in
        for index in range { target[index] = sums[index] }
        for slice in 1..<max(1, slices) {
          let source = sums + slice * result.count
          for index in range { target[index] += source[index] }
        }
      }
    }
    withExtendedLifetime((x.storage, gradient.storage)) {}
    return result
  }

  /// The whole sum for a filter of one tap and one group that sees each pixel once, in panels of the
  /// filter's rows.
  private static func product<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ gradient: UnsafePointer<T>, _ problem: ConvolutionProblem,
    _ positions: Int, _ target: UnsafeMutablePointer<T>
  ) {
    let (inputs, outputs) = (problem.inputChannels, problem.outputChannels)
    Parallel.forEachRange(inputs, length: max(32, (inputs + 7) / 8)) { rows in
      T.product(
        m: rows.count, n: outputs, k: positions,
        MatrixView(base: x + rows.lowerBound, stride: inputs, transposed: true),
        MatrixView(base: gradient, stride: outputs), adds: false,
        target + rows.lowerBound * outputs, cStride: outputs)
    }
  }

  /// Writes the sum over `range` of the positions for some taps to `target`
  /// (`[taps, inputs / groups, outputs]`).
  private static func accumulate<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ gradient: UnsafePointer<T>, _ problem: ConvolutionProblem,
    taps: [ColumnGather.Tap], _ range: Range<Int>, _ target: UnsafeMutablePointer<T>
  ) {
    let size = MemoryLayout<T>.size
    let gather = ColumnGather(
      sourceHeight: problem.inputHeight, sourceWidth: problem.inputWidth,
      sourceChannels: problem.inputChannels, channels: problem.inputsPerGroup,
      rows: problem.outputHeight, columns: problem.outputWidth,
      rowStride: problem.geometry.stride.height, columnStride: problem.geometry.stride.width,
      taps: taps, elementSize: size)
    let (outputs, perGroup) = (problem.outputChannels, problem.outputsPerGroup)
    if range.isEmpty {
      target.update(repeating: 0, count: gather.rowLength * outputs)
      return
    }
    let small = 1_000_000 / max(1, gather.rowLength * perGroup)
    let cached = (small < 16 ? 1 << 20 : 1 << 18) / max(1, gather.rowLength * size)
    let length = max(16, min(512, small < 16 ? cached : min(small, cached)) / 16 * 16)
    let direct = gather.isIdentity
    let whole = direct && small < 16
    let scratch = Scratch(byteCount: direct ? 0 : length * gather.rowLength * size)
    for group in 0..<problem.groups {
      var start = range.lowerBound
      while start < range.upperBound {
        let block = start..<min(range.upperBound, start + (whole ? range.count : length))
        let offset = group * problem.inputsPerGroup
        var a = MatrixView(
          base: UnsafePointer(scratch.base.assumingMemoryBound(to: T.self)),
          stride: gather.rowLength, transposed: true)
        if direct {
          a = MatrixView(
            base: x + start * problem.inputChannels + offset, stride: problem.inputChannels,
            transposed: true)
        } else {
          gather.gather(x, block, channelOffset: offset * size, into: scratch.base)
        }
        T.product(
          m: gather.rowLength, n: perGroup, k: block.count, a,
          MatrixView(base: gradient + start * outputs + group * perGroup, stride: outputs),
          adds: start != range.lowerBound, target + group * perGroup, cStride: outputs)
        start = block.upperBound
      }
    }
  }
}
