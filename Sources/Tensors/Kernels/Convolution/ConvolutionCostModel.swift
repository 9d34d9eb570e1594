import GradusVectorKernels

/// Chooses the algorithm of a pass through a convolution from its shape.
enum ConvolutionCostModel {
  /// What is computed.
  enum Pass: CaseIterable { case forward, inputGradient, filterGradient }

  /// The algorithm that will compute a pass: the geometry's wish where it is possible.
  static func algorithm(
    for problem: ConvolutionProblem, _ pass: Pass
  ) -> ConvolutionAlgorithm {
    let wish = problem.geometry.algorithm
    if wish != .automatic { return isPossible(wish, problem) ? wish : .im2col }
    if problem.isDepthwise { return .depthwise }
    if let winograd = winograd(problem, pass) { return winograd }
    let isPointwise = isPossible(.pointwise, problem)
    if isPossible(.direct, problem), sumsPay(problem, pass, isPointwise: isPointwise) {
      return .direct
    }
    return isPointwise ? .pointwise : .im2col
  }

  private static func isPossible(
    _ algorithm: ConvolutionAlgorithm, _ problem: ConvolutionProblem
  ) -> Bool {
    let geometry = problem.geometry
    let isDense =
      geometry.stride.height == 1 && geometry.stride.width == 1 && geometry.dilation.height == 1
      && geometry.dilation.width == 1
    let taps = (problem.kernelHeight, problem.kernelWidth)
    switch algorithm {
    case .automatic, .im2col: return true
    case .direct: return problem.tier.module != nil
    case .depthwise: return problem.isDepthwise
    case .pointwise:
      return isDense && taps == (1, 1) && problem.outputHeight == problem.inputHeight
        && problem.outputWidth == problem.inputWidth
    case .winograd2x2, .winograd2x4, .winograd4x4:
      return problem.tier.module != nil && isDense && taps.0 == taps.1
        && algorithm.tile(taps: taps.0) != nil && geometry.groups == 1
        && min(problem.inputChannels, problem.outputChannels) > 0
    }
  }

  /// Whether sums in registers beat the products of BLAS, which want gathered rows and a packed filter.
  ///
  /// Measured at 21 shapes of 7 to 224 pixels a side on both tiers (Zen 4, one thread). Of forward passes and
  /// of input gradients that see each pixel's neighbourhood, sums have 0.9 to 1.3 times the speed of
  /// products, whatever the filter's size, if a large one is laid out for some 500 positions or more, or
  /// once for many calls. BLAS does not want the transpose, which the input gradient of a 1x1 filter
  /// needs, and of 1x7 to 3x1 filters of up to 442,368 elements sums were 1.02 to 1.40 times as fast
  /// there. With other large filters the rows of products are added up (`ScatteredGradientKernel`): phases of
  /// 512 channels on 14x14 took three times as long, those of 128 on 56x56 0.8 times. Of filter
  /// gradients, tiles of long rows have 0.9 to 1.3 times the speed of BLAS; those of short rows 0.8 to
  /// 1.0, but for small filters, of 1x1 those that are not wide.
  private static func sumsPay(
    _ problem: ConvolutionProblem, _ pass: Pass, isPointwise: Bool
  ) -> Bool {
    let elements = problem.filterShape.count / problem.groups
    let positions = problem.batch * problem.outputHeight * problem.outputWidth
    switch pass {
    case .forward:
      return elements <= 1 << 17 || positions >= 512 || keepsFilter(problem)
    case .inputGradient:
      return elements <= 1 << 17 || isPointwise && problem.groups == 1
        || keepsSize(problem) && (elements <= 1 << 19 || positions >= 512)
    case .filterGradient:
      if problem.vectorKernels(Float.self).registerTile.hasLongRows, positions >= 256 {
        return true
      }
      return isPointwise && problem.groups == 1
        ? elements <= 1 << 15 && problem.outputChannels <= problem.inputChannels
        : elements <= 1 << 17
    }
  }

  /// Whether the filter looks at each pixel's own neighbourhood and the result is as large as the input.
  private static func keepsSize(_ problem: ConvolutionProblem) -> Bool {
    let geometry = problem.geometry
    return geometry.stride == Extent(1) && geometry.dilation == Extent(1) && problem.groups == 1
      && problem.outputHeight == problem.inputHeight && problem.outputWidth == problem.inputWidth
      && max(problem.kernelHeight, problem.kernelWidth)
        <= min(problem.outputHeight, problem.outputWidth)
  }

  /// Whether a filter is laid out once for many calls, where BLAS would pack it anew.
  private static func keepsFilter(_ problem: ConvolutionProblem) -> Bool {
    !problem.roundingCompounds
      && problem.filterShape.count * MemoryLayout<Float>.size <= Preparation.limit
  }

  /// The fastest of Winograd's tiles that the wish for accuracy allows; nil where direct sums are
  /// faster.
  private static func winograd(_ problem: ConvolutionProblem, _ pass: Pass) -> ConvolutionAlgorithm?
  {
    guard isPossible(.winograd2x2, problem),
      min(problem.inputChannels, problem.outputChannels) >= 8
    else { return nil }
    let costs = tiles(problem, pass).map { (tile: $0, cost: WinogradCost.of($0, problem, pass)) }
    guard let best = costs.min(by: { $0.cost < $1.cost }),
      best.cost < WinogradCost.ofDirectSums(problem, pass)
    else { return nil }
    switch best.tile {
    case .twoByTwo, .twoByTwoOfFive: return .winograd2x2
    case .twoByFour: return .winograd2x4
    case .fourByFour: return .winograd4x4
    }
  }

  /// The tiles that round as well as the problem asks for.
  ///
  /// Largest errors relative to the largest result, measured with 16 to 128 channels: direct sums
  /// 4.5e-7 to 7.6e-7, two by two 1.4e-7 to 3.0e-7, two by four from 16 channels on 3.7e-7 to 6.5e-7.
  /// A filter's gradient sums over positions: one term after the other, over 1,024 of them, it is off
  /// by 5.4e-7 to 8.7e-7, over 8,192 by 1.8e-6 to 2.3e-6; two by four by 4.5e-7 to 7.9e-7 for any
  /// number of them, four by four by 6.8e-7 to 1.4e-6. No other layer's gradient is computed
  /// from it, so that its errors do not grow with depth.
  private static func tiles(_ problem: ConvolutionProblem, _ pass: Pass) -> [WinogradTile] {
    let all = WinogradTile.allCases.filter { $0.taps == problem.kernelHeight }
    // A 5x5 filter's gradient is off by up to 3.3e-6, thirteen times what direct sums are: no class
    // allows that.
    if problem.kernelHeight != 3 {
      return roundsFast(problem) && pass != .filterGradient ? all : []
    }
    if roundsFast(problem) { return all }
    switch pass {
    case .forward: return problem.inputChannels >= 16 ? [.twoByTwo, .twoByFour] : [.twoByTwo]
    case .inputGradient:
      return problem.outputChannels >= 16 ? [.twoByTwo, .twoByFour] : [.twoByTwo]
    case .filterGradient:
      let positions = problem.batch * problem.outputHeight * problem.outputWidth
      if positions >= 1 << 13 { return all }
      return positions >= 1 << 11 ? [.twoByTwo, .twoByFour] : [.twoByTwo]
    }
  }

  /// Whether the larger errors of tiles of four by four are allowed.
  ///
  /// In training, results and input gradients of narrow layers keep the rounding error of direct sums:
  /// eight to twenty seeds of He et al.'s nets of 20 and 56 layers (16 to 64 channels, 600 steps) showed
  /// no harm of tiles of four by four, but do not exclude 2 % of the training loss
  /// (Docs/Numerics.md). Their last stage has 64 channels on small maps; wide networks have them on
  /// large ones, where there is most to save.
  private static func roundsFast(_ problem: ConvolutionProblem) -> Bool {
    switch problem.geometry.accuracy {
    case .direct: return false
    case .fast: return true
    case .automatic:
      let channels = min(problem.inputChannels, problem.outputChannels)
      return !problem.roundingCompounds || channels >= 128
        || channels >= 64 && problem.outputHeight * problem.outputWidth >= 14 * 14
    }
  }
}
