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

  /// Compares multiplications for each pair of an input and an output channel.
  ///
  /// Measured on an AVX-512 machine over 4 to 512 channels and images of 1 to 224 pixels: the
  /// transforms of the data make a Winograd product cost up to 1.6 direct ones, and transforming the
  /// filter costs as much as about 320 products. So large images always pay, images of fewer than
  /// 5 x 5 pixels and large filters on one small image do not.
  private static func winogradPays(_ problem: ConvolutionProblem) -> Bool {
    let tile = WinogradTransform.tile
    let rows = (problem.outputHeight + tile - 1) / tile
    let columns = (problem.outputWidth + tile - 1) / tile
    let products = problem.batch * rows * columns * WinogradTransform.frequencies + 320
    let direct = 9 * problem.batch * problem.outputHeight * problem.outputWidth
    return 8 * products <= 5 * direct
  }
}
