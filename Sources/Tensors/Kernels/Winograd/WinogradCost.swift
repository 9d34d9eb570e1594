import GradusVectorKernels

/// How long passes through a dense 3x3 or 5x5 convolution take, in multiply-adds at the processor's peak.
///
/// The figures are fitted to measurements of 16 to 512 channels on maps of 7 to 224 pixels (Zen 3,
/// AVX2, two threads).
enum WinogradCost {
  /// Moving one channel of a tile to one frequency or back.
  private static let map = 12
  /// Moving one element of the filter to one frequency or back.
  private static let filterMap = 24

  static func of(
    _ tile: WinogradTile, _ problem: ConvolutionProblem, _ pass: ConvolutionCostModel.Pass
  ) -> Int {
    let (height, width) =
      pass == .inputGradient
      ? (problem.inputHeight, problem.inputWidth) : (problem.outputHeight, problem.outputWidth)
    let (inputs, outputs) = (problem.inputChannels, problem.outputChannels)
    let rows = (height + tile.rows - 1) / tile.rows
    let columns = (width + tile.columns - 1) / tile.columns
    guard let register = Float.vectorKernels(of: problem.tier)?.registerTile else { return .max }
    let tiles = (problem.batch * rows * columns).roundedUp(to: register.rows)
    let (depth, results) = pass == .inputGradient ? (outputs, inputs) : (inputs, outputs)
    let products = depth * results.roundedUp(to: register.columns)
    return tile.frequencies
      * (tiles * (products + map * (inputs + outputs)) + filterMap * inputs * outputs)
  }

  /// Sums in registers, or products of BLAS.
  static func ofDirectSums(_ problem: ConvolutionProblem, _ pass: ConvolutionCostModel.Pass) -> Int
  {
    let products =
      problem.kernelHeight * problem.kernelWidth * problem.batch * problem.outputHeight
      * problem.outputWidth * problem.inputChannels
      * problem.outputChannels
    return pass == .filterGradient ? products + products / 8 : products
  }
}
