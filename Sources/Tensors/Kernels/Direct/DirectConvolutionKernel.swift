import GradusVectorKernels

/// Convolution and its input gradient without laying out what each position sees.
///
/// A band of the input, with zeros around it, stays in the second-level cache, and so does the part of a
/// panel of the filter that meets all of it; some positions by some outputs are summed in registers. The
/// input gradient of a strided convolution is cut into phases, each a dense convolution.
///
/// The result is nil where small groups were joined and NaN or infinity would cross between them.
enum DirectConvolutionKernel {
  static func forward(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ plan: DirectPlan,
    _ epilogue: ConvolutionEpilogue = .init()
  ) -> Tensor? {
    defer { withExtendedLifetime(x.storage) {} }
    return switch x.dtype {
    case .float32: forward(.images(x.pointer(Float.self)), filter, problem, plan, epilogue)
    case .float64: forward(.images(x.pointer(Double.self)), filter, problem, plan, epilogue)
    }
  }

  /// The convolution of joined channels with a 1x1 filter that looks at each pixel once, of one group.
  static func forward(
    _ joined: JoinedChannels, _ filter: Tensor, _ problem: ConvolutionProblem,
    _ epilogue: ConvolutionEpilogue
  ) -> Tensor {
    defer { withExtendedLifetime(joined) {} }
    guard
      let plan = ConvolutionPlan.of(problem, .forward, filter.dtype, isJoined: true).direct
    else {
      preconditionFailure(
        "conv2d: joined channels \(joined.shape) do not feed a filter \(filter.shape); ask feeds(_:_:)"
      )
    }
    let result: Tensor? =
      switch filter.dtype {
      case .float32:
        forward(.joined(JoinedChannelsKernel<Float>(joined)), filter, problem, plan, epilogue)
      case .float64:
        forward(.joined(JoinedChannelsKernel<Double>(joined)), filter, problem, plan, epilogue)
      }
    // Only several groups that are computed together give none.
    return result.unsafelyUnwrapped
  }

  static func inputGradient(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ plan: DirectPlan
  ) -> Tensor? {
    switch gradient.dtype {
    case .float32: inputGradient(gradient, filter, problem, plan, Float.self)
    case .float64: inputGradient(gradient, filter, problem, plan, Double.self)
    }
  }

  private static func forward<T: KernelScalar>(
    _ source: Source<T>, _ filter: Tensor, _ problem: ConvolutionProblem, _ plan: DirectPlan,
    _ epilogue: ConvolutionEpilogue
  ) -> Tensor? {
    let result = Tensor(uninitialized: problem.outputShape, T.dtype)
    let kernels = problem.vectorKernels(T.self)
    let layout = PanelFilter<T>.Layout(
      base: filter.pointer(T.self), tap: problem.inputsPerGroup * problem.outputChannels,
      input: problem.outputChannels, output: 1, group: problem.outputsPerGroup,
      inputs: problem.inputsPerGroup, outputs: problem.outputsPerGroup)
    let part = plan.parts[0]
    let panels = filter.prepared(
      .panels(groups: problem.groups), for: problem, byteCount: plan.joined * filter.byteCount
    ) {
      PanelFilter(
        layout, kernels.registerTile, taps: part.taps, groups: problem.groups, joined: plan.joined)
    }
    let flag = plan.joined > 1 ? NonFiniteFlag() : nil
    let isFinished = product(
      kernels, source, panels, part,
      Target(
        base: result.mutablePointer(T.self),
        epilogue: .init(epilogue, problem.outputShape, T.self, tier: problem.tier), flag: flag))
    withExtendedLifetime(filter.storage) {}
    if flag?.isRaised == true { return nil }
    return isFinished ? result : result.finished(by: epilogue, tier: problem.tier)
  }

  private static func inputGradient<T: KernelScalar>(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ plan: DirectPlan,
    _: T.Type
  ) -> Tensor? {
    // Gaps are pixels that no position sees.
    let result =
      plan.leavesGaps
      ? Tensor.zeros(problem.inputShape, dtype: gradient.dtype)
      : Tensor(uninitialized: problem.inputShape, gradient.dtype)
    let layout = PanelFilter<T>.Layout(
      base: filter.pointer(T.self), tap: problem.inputsPerGroup * problem.outputChannels,
      input: 1, output: problem.outputChannels, group: problem.outputsPerGroup,
      inputs: problem.outputsPerGroup, outputs: problem.inputsPerGroup)
    let kernels = problem.vectorKernels(T.self)
    let flag = plan.joined > 1 ? NonFiniteFlag() : nil
    for part in plan.parts {
      let panels = PanelFilter(
        layout, kernels.registerTile, taps: part.taps, groups: problem.groups, joined: plan.joined)
      _ = product(
        kernels, .images(gradient.pointer(T.self)), panels, part,
        Target(base: result.mutablePointer(T.self) + part.first, flag: flag))
    }
    withExtendedLifetime((gradient.storage, filter.storage)) {}
    return flag?.isRaised == true ? nil : result
  }

  /// Pieces of work that there should be.
  private static var leastPieces: Int { 8 }

  /// What is convolved.
  private enum Source<T: KernelScalar> {
    case images(UnsafePointer<T>)
    case joined(JoinedChannelsKernel<T>)
  }

  /// Where the result's first position goes.
  private struct Target<T: KernelScalar> {
    let base: UnsafeMutablePointer<T>
    /// What is done with a band whose positions are side by side.
    var epilogue: ConvolutionEpilogueKernel<T>?
    /// Raised where a sum is not finite; nil where that need not be known.
    var flag: NonFiniteFlag?
  }

  /// Bands, and where there are few of them parts of the panels, are shared out among threads.
  ///
  /// Whether the epilogue has been applied: a part of each pixel cannot be finished, as with several groups.
  private static func product<T: KernelScalar>(
    _ kernels: VectorKernels<T>, _ source: Source<T>, _ filter: PanelFilter<T>,
    _ plan: DirectPlan.Part, _ target: Target<T>
  ) -> Bool {
    let size = MemoryLayout<T>.size
    let bands = plan.bands
    let product = PanelProduct(kernels, filter, plan.blocks)
    let outputs = filter.panels.last.map { $0.output + $0.columns } ?? 0
    let whole = filter.groups * bands.count
    let parts = max(1, min(filter.panels.count, leastPieces / max(1, whole)))
    let isFinished = filter.groups == 1 && parts == 1
    Parallel.forEach(whole * parts) { index in
      let (piece, part) = index.quotientAndRemainder(dividingBy: parts)
      let (group, number) = piece.quotientAndRemainder(dividingBy: bands.count)
      let own = part * filter.panels.count / parts..<(part + 1) * filter.panels.count / parts
      let band = bands.band(number)
      let scratch = Scratch(byteCount: bands.scratchBytes(size))
      let input =
        switch source {
        case .images(let images):
          bands.source(of: band, images, firstChannel: group * bands.channels, scratch)
        case .joined(let joined): bands.source(of: band, joined, scratch)
        }
      let base =
        target.base + group * outputs + band.image * plan.image + band.row * plan.row
      product.run(
        input, bands.sourceOffsets, group: group, panels: own, rows: band.positions, base,
        plan.targetOffsets)
      if let flag = target.flag, let last = filter.panels[own].last {
        let columns = filter.panels[own.lowerBound].output..<last.output + last.columns
        let places = plan.targetOffsets[..<band.positions]
        if !isFinite(base + columns.lowerBound, places, columns.count) { flag.raise() }
      }
      if isFinished {
        let first = base - target.base
        target.epilogue?.apply(first..<first + band.positions * plan.column, target.base)
      }
      withExtendedLifetime(scratch) {}
    }
    return isFinished
  }

  /// Whether the results of some positions, `count` neighbours each, are finite.
  private static func isFinite<T: KernelScalar>(
    _ base: UnsafeMutablePointer<T>, _ places: ArraySlice<Int>, _ count: Int
  ) -> Bool {
    // x - x is 0 for finite numbers and NaN otherwise, and NaN survives a sum.
    var (lanes, rest) = (SIMD8<T>(), T.zero)
    for place in places {
      let x = base + place
      var index = 0
      while index &+ 8 <= count {
        let x = UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<T>.self)
        lanes += x - x
        index &+= 8
      }
      while index < count {
        rest += x[index] - x[index]
        index &+= 1
      }
    }
    return lanes.sum() + rest == 0
  }
}
