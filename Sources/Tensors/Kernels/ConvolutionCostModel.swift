import GradusVectorKernels

/// Chooses the algorithm of a pass through a convolution from its shape.
enum ConvolutionCostModel {
  /// What is computed.
  enum Pass { case forward, inputGradient, filterGradient }

  /// The algorithm that will compute a pass: the geometry's wish where it is possible.
  static func algorithm(
    for problem: ConvolutionProblem, _ pass: Pass
  ) -> ConvolutionAlgorithm {
    let wish = problem.geometry.algorithm
    if wish != .automatic { return isPossible(wish, problem) ? wish : .im2col }
    if problem.isDepthwise { return .depthwise }
    if isPossible(.winograd, problem), isWide(problem), winogradPays(problem) { return .winograd }
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
    case .direct: return VectorUnit.isSupported
    case .depthwise: return problem.isDepthwise
    case .pointwise:
      return isDense && taps == (1, 1) && problem.outputHeight == problem.inputHeight
        && problem.outputWidth == problem.inputWidth
    case .winograd:
      return VectorUnit.isSupported && isDense && taps == (3, 3) && geometry.groups == 1
        && min(problem.inputChannels, problem.outputChannels) >= WinogradTransform.minimumChannels
    }
  }

  /// Whether sums in registers beat the products of BLAS.
  ///
  /// Up to 2¹⁷ elements a group's filter stays in the second-level cache, where direct sums run at
  /// 1.3 to 3 times the speed of gathered products; large filters are what BLAS packs best. Of a
  /// 1x1 filter, measured at 19 shapes of 7 to 112 pixels a side, BLAS does not want the transpose,
  /// which its input gradient needs (direct sums: 0.9 to 2 times its speed), and does want the two
  /// long operands of the filter's gradient (1.1 to 1.9), unless the filter is small and not wide.
  private static func sumsPay(
    _ problem: ConvolutionProblem, _ pass: Pass, isPointwise: Bool
  ) -> Bool {
    let elements = problem.filterShape.count / problem.groups
    if isPointwise, problem.groups == 1 {
      switch pass {
      case .forward: break
      case .inputGradient: return true
      case .filterGradient:
        return elements <= 1 << 15 && problem.outputChannels <= problem.inputChannels
      }
    }
    return elements <= 1 << 17
  }

  /// In training, narrow layers keep the smaller rounding error of direct products: He et al.'s plain
  /// net of 56 layers (16 to 64 channels, 600 steps, seeds 1 and 2) ended at a training loss of 0.90
  /// and 2.00 with Winograd, and at 0.65 and about 0.70 without. Its last stage has 64 channels on
  /// small maps; wide networks have them on large ones, where there is most to save.
  private static func isWide(_ problem: ConvolutionProblem) -> Bool {
    let channels = min(problem.inputChannels, problem.outputChannels)
    if !problem.roundingCompounds { return channels >= 16 }
    return channels >= 128
      || channels >= 64 && problem.outputHeight * problem.outputWidth >= 14 * 14
  }

  /// Compares multiplications for each pair of an input and an output channel.
  ///
  /// On the machine this was measured on (AVX-512, OpenBLAS, 4 to 512 channels) the two break even
  /// at 1.6 direct products for one of Winograd's. The filter's transform counts as 320 products, an
  /// estimate that picks well for 256 and 512 channels at batch 1 to 4 and is cautious for 64. So
  /// images of fewer than 5 x 5 pixels mostly do not pay, nor does one small image.
  private static func winogradPays(_ problem: ConvolutionProblem) -> Bool {
    let tile = WinogradTransform.tile
    let rows = (problem.outputHeight + tile - 1) / tile
    let columns = (problem.outputWidth + tile - 1) / tile
    let products = problem.batch * rows * columns * WinogradTransform.frequencies + 320
    let direct = 9 * problem.batch * problem.outputHeight * problem.outputWidth
    return 8 * products <= 5 * direct
  }
}
