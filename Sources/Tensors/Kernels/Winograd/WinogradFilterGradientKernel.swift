import GradusVectorKernels

/// The gradient of a convolution for its dense 3x3 or 5x5 filter by Winograd's minimal filtering.
///
/// The sum over all tiles is taken in the transformed domain, and brought back once. Small filters
/// are summed over fixed slices of the tiles, each into a buffer of its own, and the buffers are added
/// in order. For large filters all tiles of a round are transformed first, then pieces of the filter
/// are shared out. Which way is taken, and all sizes, follow from the shapes and the caches alone.
enum WinogradFilterGradientKernel {
  static func run(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem, _ tile: WinogradTile
  ) -> Tensor {
    switch x.dtype {
    case .float32: run(x, gradient, problem, tile, Float.self)
    case .float64: run(x, gradient, problem, tile, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem, _ tile: WinogradTile,
    _: T.Type
  ) -> Tensor {
    let layout = WinogradLayout<T>(
      tile, problem.vectorKernels(T.self), images: problem.batch, height: problem.outputHeight,
      width: problem.outputWidth,
      inputs: problem.inputChannels, outputs: problem.outputChannels)
    guard layout.grid.count > 0 else {
      return Tensor.zeros(problem.filterShape, dtype: x.dtype)
    }
    let result = Tensor(uninitialized: problem.filterShape, x.dtype)
    let zeros = Tensor.zeros(
      [
        max(
          problem.inputWidth * problem.inputChannels, problem.outputWidth * problem.outputChannels)
      ], dtype: x.dtype)
    let sum = WinogradFilterSums(
      layout: layout,
      inputs: WinogradPatches(
        x.pointer(T.self), height: problem.inputHeight, width: problem.inputWidth,
        channels: problem.inputChannels, top: problem.geometry.padding.top,
        left: problem.geometry.padding.left, layout.grid, zeros: zeros.pointer(T.self)),
      gradients: WinogradPatches(
        gradients: gradient.pointer(T.self), channels: problem.outputChannels, layout.grid,
        zeros: zeros.pointer(T.self)),
      target: result.mutablePointer(T.self))
    sum.run()
    withExtendedLifetime((x.storage, gradient.storage, zeros.storage)) {}
    return result
  }
}
