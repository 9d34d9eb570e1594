import GradusVectorKernels

/// Convolution with a dense 3x3 or 5x5 filter, and its input gradient, by Winograd's minimal filtering.
///
/// Small filters are transformed first; then blocks of tiles are transformed, multiplied and brought
/// back by one thread while they are in its cache. Large filters do not fit there: all tiles of a
/// round are transformed, then groups of output channels and chunks of tiles are shared out, whose
/// operands are in the cache one frequency at a time. Which way is taken, and all sizes,
/// follow from the shapes and the caches alone.
///
/// The result is nil where an input or a weight is not finite, or leaves the range when it is
/// transformed: a tile would spread it to all of its pixels.
enum WinogradKernel {
  static func forward(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ tile: WinogradTile,
    _ epilogue: ConvolutionEpilogue
  ) -> Tensor? {
    convolve(
      x, filter, problem, problem.outputShape, tile, isAdjoint: false,
      top: problem.geometry.padding.top,
      left: problem.geometry.padding.left, epilogue)
  }

  /// The convolution of the output's gradient with the filter turned by half and transposed.
  static func inputGradient(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ tile: WinogradTile
  ) -> Tensor? {
    convolve(
      gradient, filter, problem, problem.inputShape, tile, isAdjoint: true,
      top: tile.overlap - problem.geometry.padding.top,
      left: tile.overlap - problem.geometry.padding.left, .init())
  }

  private static func convolve(
    _ source: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ shape: Shape,
    _ tile: WinogradTile, isAdjoint: Bool, top: Int, left: Int, _ epilogue: ConvolutionEpilogue
  ) -> Tensor? {
    switch source.dtype {
    case .float32:
      convolve(source, filter, problem, shape, tile, isAdjoint, top, left, epilogue, Float.self)
    case .float64:
      convolve(source, filter, problem, shape, tile, isAdjoint, top, left, epilogue, Double.self)
    }
  }

  private static func convolve<T: KernelScalar>(
    _ source: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ shape: Shape,
    _ tile: WinogradTile, _ isAdjoint: Bool, _ top: Int, _ left: Int,
    _ epilogue: ConvolutionEpilogue, _: T.Type
  ) -> Tensor? {
    let result = Tensor(uninitialized: shape, source.dtype)
    let layout = WinogradLayout<T>(
      tile, problem.vectorKernels(T.self), images: shape[0], height: shape[1], width: shape[2],
      inputs: source.shape[3],
      outputs: shape[3])
    let zeros = Tensor.zeros([source.shape[2] * source.shape[3]], dtype: source.dtype)
    let finish = ConvolutionEpilogueKernel(epilogue, shape, T.self, tier: problem.tier)
    let convolution = WinogradConvolution(
      layout: layout,
      patches: WinogradPatches(
        source.pointer(T.self), height: source.shape[1], width: source.shape[2],
        channels: source.shape[3], top: top, left: left, layout.grid, zeros: zeros.pointer(T.self)),
      filter: WinogradFilterPanel(
        filter.pointer(T.self), inputs: source.shape[3], outputs: shape[3], isAdjoint: isAdjoint,
        tile),
      weights: filter, problem: problem,
      target: result.mutablePointer(T.self), epilogue: finish?.inRegisters)
    convolution.run()
    withExtendedLifetime((source.storage, filter.storage, zeros.storage, finish)) {}
    if convolution.flag.isRaised { return nil }
    return finish == nil || convolution.epilogue != nil
      ? result : result.finished(by: epilogue, tier: problem.tier)
  }
}

extension ConvolutionAlgorithm {
  /// The tile of Winograd's algorithm for a filter of so many rows and columns; nil where there is none, and
  /// for the other algorithms.
  func tile(taps: Int) -> WinogradTile? {
    switch (self, taps) {
    case (.winograd2x2, 3): .twoByTwo
    case (.winograd2x4, 3): .twoByFour
    case (.winograd4x4, 3): .fourByFour
    case (.winograd2x2, 5): .twoByTwoOfFive
    default: nil
    }
  }
}

extension ConvolutionProblem {
  /// The tile by which an algorithm computes this; nil where it has none.
  func tile(of algorithm: ConvolutionAlgorithm) -> WinogradTile? {
    kernelHeight == kernelWidth ? algorithm.tile(taps: kernelHeight) : nil
  }
}
