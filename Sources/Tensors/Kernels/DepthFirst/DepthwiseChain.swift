import GradusVectorKernels

/// A depthwise convolution after a 1x1 one, before a 1x1 one, or between the two, as in an inverted
/// residual (Sandler et al. 2018, "MobileNetV2", §3.3 and §5), which go band by band.
struct DepthwiseChain {
  let expansion: ConvolutionChain.Link?
  let depthwise: ConvolutionChain.Link
  let projection: ConvolutionChain.Link?
  let bands: DepthFirstBands

  /// Nil where the links are in another order, a row does not fit, there is too little for all
  /// threads, or one of them is faster in another way.
  init?(_ links: [ConvolutionChain.Link], elementSize: Int) {
    guard (2...3).contains(links.count),
      let middle = links.firstIndex(where: \.problem.isDepthwise), middle <= 1,
      links.count - middle <= 2,
      ConvolutionCostModel.algorithm(for: links[middle].problem, .forward) == .depthwise,
      links.indices.allSatisfy({ $0 == middle || Self.takes(links[$0].problem) }),
      links.dropLast().allSatisfy({ $0.stage.epilogue.addition == nil })
    else { return nil }
    depthwise = links[middle]
    expansion = middle == 1 ? links[0] : nil
    projection = links.count - middle == 2 ? links[middle + 1] : nil
    guard
      let bands = DepthFirstBands(
        depthwise.problem, isExpanded: expansion != nil, isProjected: projection != nil,
        elementSize: elementSize),
      bands.segments * depthwise.problem.batch >= Parallel.threadCount
    else { return nil }
    self.bands = bands
  }

  /// Whether a 1x1 convolution is summed in registers, with a filter that the second-level cache holds
  /// beside a band: each band reads all of it.
  private static func takes(_ problem: ConvolutionProblem) -> Bool {
    problem.filterShape.count <= 1 << 17 && problem.sumsPixelsInPlace
  }
}
