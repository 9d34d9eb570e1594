/// Convolution and its input gradient as gathered matrix products.
///
/// Blocks of positions are gathered (`im2col`) into a scratch buffer that stays in cache and are
/// multiplied with the filter by one single-threaded product each; blocks run in parallel. The input
/// gradient of a strided convolution is cut into phases: positions that are equal modulo the stride
/// see the same taps, so each phase is a dense gathered product of the output's gradient. With large
/// filters, and where few positions look at many pixels, products are scattered instead
/// (`ScatteredGradientKernel`).
enum ConvolutionKernel {
  static func forward(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem,
    _ epilogue: ConvolutionEpilogue = .init()
  ) -> Tensor {
    let plan = ConvolutionPlan.of(problem, .forward, x.dtype)
    let result: Tensor? =
      switch plan.algorithm {
      case .depthwise: DepthwiseConvolutionKernel.forward(x, filter, problem, epilogue)
      case .winograd2x2, .winograd2x4, .winograd4x4:
        problem.tile(of: plan.algorithm).flatMap {
          WinogradKernel.forward(x, filter, problem, $0, epilogue)
        }
      case .direct where !meetsPadding(filter, problem, .forward):
        plan.direct.flatMap {
          DirectConvolutionKernel.forward(x, filter, problem, $0, epilogue)
        }
      case .automatic, .im2col, .pointwise, .direct:
        meetsPadding(filter, problem, .forward) ? nil : gathered(x, filter, problem, epilogue)
      }
    return result ?? TapwiseConvolutionKernel.forward(x, filter, problem, epilogue)
  }

  private static func gathered(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ epilogue: ConvolutionEpilogue
  ) -> Tensor {
    switch x.dtype {
    case .float32: forward(x, filter, problem, epilogue, Float.self)
    case .float64: forward(x, filter, problem, epilogue, Double.self)
    }
  }

  /// Whether NaN or infinity of a filter would be multiplied with the zeros of padding.
  private static func meetsPadding(
    _ filter: Tensor, _ problem: ConvolutionProblem, _ pass: ConvolutionCostModel.Pass
  ) -> Bool {
    problem.readsPadding(pass)
      && !filter.prepared(.finiteness, for: problem, byteCount: 0) { FilterFiniteness(filter) }
        .isFinite
  }

  static func inputGradient(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    let plan = ConvolutionPlan.of(problem, .inputGradient, gradient.dtype)
    let result: Tensor? =
      switch plan.algorithm {
      case .depthwise: DepthwiseConvolutionKernel.inputGradient(gradient, filter, problem)
      case .winograd2x2, .winograd2x4, .winograd4x4:
        problem.tile(of: plan.algorithm).flatMap {
          WinogradKernel.inputGradient(gradient, filter, problem, $0)
        }
      case .direct where !meetsPadding(filter, problem, .inputGradient):
        plan.direct.flatMap {
          DirectConvolutionKernel.inputGradient(gradient, filter, problem, $0)
        }
      case .im2col where ScatteredGradientKernel.pays(problem):
        ScatteredGradientKernel.inputGradient(gradient, filter, problem)
      case .automatic, .im2col, .pointwise, .direct:
        meetsPadding(filter, problem, .inputGradient) ? nil : gathered(gradient, filter, problem)
      }
    return result ?? TapwiseConvolutionKernel.inputGradient(gradient, filter, problem)
  }

  private static func gathered(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    switch gradient.dtype {
    case .float32: inputGradient(gradient, filter, problem, Float.self)
    case .float64: inputGradient(gradient, filter, problem, Double.self)
    }
  }

  private static func forward<T: KernelScalar>(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem,
    _ epilogue: ConvolutionEpilogue, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: problem.outputShape, x.dtype)
    product(
      x.pointer(T.self), problem.inputGather(elementSize: MemoryLayout<T>.size),
      filter.pointer(T.self), batch: problem.batch, groups: problem.groups,
      channels: problem.inputsPerGroup, outputs: problem.outputChannels,
      Target(
        base: result.mutablePointer(T.self),
        epilogue: ConvolutionEpilogueKernel(
          epilogue, problem.outputShape, T.self, tier: problem.tier)))
    withExtendedLifetime((x.storage, filter.storage)) {}
    return result
  }

  private static func inputGradient<T: KernelScalar>(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: problem.inputShape, gradient.dtype)
    let packed = Tensor(uninitialized: [filter.count], gradient.dtype)
    for phase in ConvolutionPhase.all(of: problem) {
      let gather = ColumnGather(
        sourceHeight: problem.outputHeight, sourceWidth: problem.outputWidth,
        sourceChannels: problem.outputChannels, channels: problem.outputsPerGroup,
        rows: phase.rows, columns: phase.columns, rowStride: 1, columnStride: 1,
        taps: phase.taps.map(\.offset), elementSize: MemoryLayout<T>.size)
      pack(filter.pointer(T.self), problem, phase, packed.mutablePointer(T.self))
      product(
        gradient.pointer(T.self), gather, packed.pointer(T.self), batch: problem.batch,
        groups: problem.groups, channels: problem.outputsPerGroup,
        outputs: problem.inputChannels,
        Target(base: result.mutablePointer(T.self), phase: phase, problem: problem))
    }
    withExtendedLifetime((gradient.storage, filter.storage, packed.storage)) {}
    return result
  }

  /// Where a product's rows go: side by side, or to every stride-th pixel of an image.
  private struct Target<T: KernelScalar> {
    let base: UnsafeMutablePointer<T>
    /// What is done with rows that are side by side.
    var epilogue: ConvolutionEpilogueKernel<T>?
    var phase: ConvolutionPhase?
    var problem: ConvolutionProblem?

    init(
      base: UnsafeMutablePointer<T>, epilogue: ConvolutionEpilogueKernel<T>? = nil,
      phase: ConvolutionPhase? = nil, problem: ConvolutionProblem? = nil
    ) {
      let strided =
        problem.map { $0.geometry.stride.height * $0.geometry.stride.width > 1 } ?? false
      (self.base, self.epilogue) = (base, epilogue)
      self.phase = strided ? phase : nil
      self.problem = problem
    }
  }

  /// Rearranges the taps of a phase into the filter of a convolution from outputs to inputs:
  /// `[taps, outputs / groups, inputs]`.
  private static func pack<T: KernelScalar>(
    _ filter: UnsafePointer<T>, _ problem: ConvolutionProblem, _ phase: ConvolutionPhase,
    _ packed: UnsafeMutablePointer<T>
  ) {
    let (ins, outs) = (problem.inputsPerGroup, problem.outputsPerGroup)
    Parallel.forEach(phase.taps.count) { position in
      let source = filter + phase.taps[position].index * ins * problem.outputChannels
      let target = packed + position * outs * problem.inputChannels
      for group in 0..<problem.groups {
        // A few outputs at a time, whose rows are filled together from whole cache lines.
        for start in stride(from: 0, to: outs, by: 16) {
          let end = min(outs, start + 16)
          for input in 0..<ins {
            let from = source + input * problem.outputChannels + group * outs
            let to = target + group * ins + input
            for output in start..<end { to[output &* problem.inputChannels] = from[output] }
          }
        }
      }
    }
  }

  /// Positions a block: few enough for OpenBLAS to take its kernels for small matrices (a million
  /// multiply-adds), which skip packing, and for the gathered rows to stay in half an L2 cache. A
  /// filter too large for that is packed by BLAS on each call, and wants many rows for it.
  private static func blockLength(_ rowLength: Int, _ outputs: Int, _ size: Int) -> Int {
    let small = 1_000_000 / max(1, rowLength * outputs)
    let rowBytes = max(1, rowLength * size)
    if small < 16 { return max(16, min(256, (1 << 21) / rowBytes) / 16 * 16) }
    return max(16, min(256, small, (1 << 18) / rowBytes) / 16 * 16)
  }

  private static func product<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ gather: ColumnGather, _ matrix: UnsafePointer<T>, batch: Int,
    groups: Int, channels: Int, outputs: Int, _ target: Target<T>
  ) {
    let size = MemoryLayout<T>.size
    let positions = batch * gather.positions
    let length = blockLength(gather.rowLength, outputs / groups, size)
    let direct = gather.isIdentity
    let outputsPerGroup = outputs / groups
    Parallel.forEachRange(positions, length: length) { block in
      let columnBytes = direct ? 0 : block.count * gather.rowLength * size
      let resultBytes = target.phase == nil ? 0 : block.count * outputs * size
      let scratch = Scratch(byteCount: columnBytes + resultBytes)
      let columns = scratch.base.assumingMemoryBound(to: T.self)
      let rows =
        target.phase == nil
        ? target.base + block.lowerBound * outputs
        : (scratch.base + columnBytes).assumingMemoryBound(to: T.self)
      for group in 0..<groups {
        guard gather.rowLength > 0 else {
          rows.update(repeating: 0, count: block.count * outputs)
          break
        }
        var a = MatrixView(base: UnsafePointer(columns), stride: gather.rowLength)
        if direct {
          a = MatrixView(
            base: source + block.lowerBound * channels * groups + group * channels,
            stride: channels * groups)
        } else {
          gather.gather(
            source, block, channelOffset: group * channels * size, into: scratch.base)
        }
        T.product(
          m: block.count, n: outputsPerGroup, k: gather.rowLength, a,
          MatrixView(base: matrix + group * outputsPerGroup, stride: outputs), adds: false,
          rows + group * outputsPerGroup, cStride: outputs)
      }
      target.epilogue?.apply(
        block.lowerBound * outputs..<block.upperBound * outputs, target.base)
      if let phase = target.phase, let problem = target.problem {
        phase.scatter(rows, block, problem, target.base)
      }
    }
  }
}
