import GradusVectorKernels

/// A 1x1 convolution of some neighbouring pixels.
struct PointwiseRows<T: KernelScalar> {
  let inputs: Int, outputs: Int
  private let product: PanelProduct<T>
  private let sourceOffsets: [Int], targetOffsets: [Int]
  private var epilogue: ConvolutionEpilogueKernel<T>?
  private let filter: Tensor

  /// For at most so many pixels at a time.
  init(_ link: ConvolutionChain.Link, pixels: Int) {
    let problem = link.problem
    filter = link.stage.filter
    (inputs, outputs) = (problem.inputChannels, problem.outputChannels)
    let kernels = problem.vectorKernels(T.self)
    let layout = PanelFilter<T>.Layout(
      base: filter.pointer(T.self), tap: inputs * outputs, input: outputs, output: 1,
      group: outputs, inputs: inputs, outputs: outputs)
    let panels = filter.prepared(
      .panels(groups: 1), for: problem, byteCount: filter.byteCount
    ) { PanelFilter(layout, kernels.registerTile, taps: [0], groups: 1, joined: 1) }
    product = PanelProduct(
      kernels, panels, PanelBlocks(segments: [0], depth: inputs))
    sourceOffsets = (0..<pixels).map { [inputs] in $0 * inputs }
    targetOffsets = (0..<pixels).map { [outputs] in $0 * outputs }
    epilogue = ConvolutionEpilogueKernel(
      link.stage.epilogue, problem.outputShape, T.self, tier: problem.tier)
  }

  /// Sets what is added to the results.
  mutating func add(_ addition: Tensor?) { epilogue?.add(addition) }

  /// Writes the results of `count` pixels from pixel `first` of the target on.
  func run(
    _ source: UnsafePointer<T>, count: Int, _ target: UnsafeMutablePointer<T>, first: Int
  ) {
    guard count > 0 else { return }
    product.run(
      source, sourceOffsets, rows: count, target + first * outputs, targetOffsets)
    epilogue?.apply(first * outputs..<(first + count) * outputs, target)
  }
}
