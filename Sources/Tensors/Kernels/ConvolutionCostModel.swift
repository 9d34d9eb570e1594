/// Chooses the algorithm of a convolution from its shape.
enum ConvolutionCostModel {
  /// The algorithm that will compute a convolution: the geometry's wish where it is possible.
  static func algorithm(for problem: ConvolutionProblem) -> ConvolutionAlgorithm {
    let wish = problem.geometry.algorithm
    if wish != .automatic { return isPossible(wish, problem) ? wish : .im2col }
    if problem.isDepthwise { return .depthwise }
    if isPossible(.pointwise, problem) { return .pointwise }
    if isPossible(.winograd, problem), winogradPays(problem) { return .winograd }
    return .im2col
  }

  private static func isPossible(
    _ algorithm: ConvolutionAlgorithm, _ problem: ConvolutionProblem
  ) -> Bool {
    let geometry = problem.geometry
    let isDense =
      geometry.strideHeight == 1 && geometry.strideWidth == 1 && geometry.dilationHeight == 1
      && geometry.dilationWidth == 1
    let taps = (problem.kernelHeight, problem.kernelWidth)
    switch algorithm {
    case .automatic, .im2col: return true
    case .depthwise: return problem.isDepthwise
    case .pointwise:
      return isDense && taps == (1, 1) && problem.outputHeight == problem.inputHeight
        && problem.outputWidth == problem.inputWidth
    case .winograd:
      return isDense && taps == (3, 3) && geometry.groups == 1
        && min(problem.inputChannels, problem.outputChannels) >= WinogradTransform.minimumChannels
    }
  }

  /// Winograd's products against those of a direct convolution, weighed by measured speeds: its
  /// transforms cost about as much as 24 more channels on either side of the product.
  private static func winogradPays(_ problem: ConvolutionProblem) -> Bool {
    let (ins, outs) = (problem.inputChannels, problem.outputChannels)
    let tile = WinogradTransform.tile
    let tiles =
      ((problem.outputHeight + tile - 1) / tile) * ((problem.outputWidth + tile - 1) / tile)
    let products = tiles * WinogradTransform.frequencies * (ins * outs + 12 * (ins + outs))
    let direct = 9 * problem.outputHeight * problem.outputWidth * ins * outs
    return products < direct
  }
}
