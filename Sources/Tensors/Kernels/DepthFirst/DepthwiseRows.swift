import GradusVectorKernels

/// Single rows of a depthwise convolution's result.
struct DepthwiseRows<T: KernelScalar> {
  private let plan: DepthwisePlan
  private let kernels: VectorKernels<T>
  private let filter: Tensor
  private var epilogue: ConvolutionEpilogueKernel<T>?
  /// Elements of a row of the result.
  let rowElements: Int

  init(_ link: ConvolutionChain.Link) {
    plan = DepthwisePlan(link.problem, .forward)
    kernels = link.problem.vectorKernels(T.self)
    filter = link.stage.filter
    epilogue = ConvolutionEpilogueKernel(
      link.stage.epilogue, link.problem.outputShape, T.self, tier: link.problem.tier)
    rowElements = plan.targetRow
  }

  /// Sets what is added to the results.
  mutating func add(_ addition: Tensor?) { epilogue?.add(addition) }

  /// Writes row `y` of an image's result as row `place` of the target; `source` is where the image's
  /// first row of input is, or would be: rows that `y` does not see need not exist.
  func run(
    _ y: Int, _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>, row place: Int
  ) {
    let products = plan.writeRows(
      y..<y + 1, source, filter.pointer(T.self), target + place * plan.targetRow, kernels)
    epilogue?.apply(place * plan.targetRow..<(place + 1) * plan.targetRow, target)
    MultiplyAddCounter.add(products * plan.channels)
  }
}
