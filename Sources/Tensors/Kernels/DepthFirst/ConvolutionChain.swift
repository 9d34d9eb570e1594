import GradusVectorKernels

/// Convolutions one after the other that are computed band by band, so that what lies between them
/// never exists as a whole: a depthwise one after a 1x1 one, before a 1x1 one, or between the two, as
/// in an inverted residual (Sandler et al. 2018, "MobileNetV2", §3.3 and §5).
///
/// The bits are those of the single convolutions.
package struct ConvolutionChain {
  /// One of the convolutions.
  package struct Stage {
    let filter: Tensor
    let geometry: ConvolutionGeometry
    var epilogue: ConvolutionEpilogue

    /// Makes a stage.
    package init(
      filter: Tensor, geometry: ConvolutionGeometry, epilogue: ConvolutionEpilogue
    ) {
      (self.filter, self.geometry, self.epilogue) = (filter, geometry, epilogue)
    }
  }

  let expansion: Link?
  let depthwise: Link
  let projection: Link?

  /// A stage with every size resolved.
  struct Link {
    let stage: Stage
    let problem: ConvolutionProblem
  }

  /// Nil where the stages are no such chain, or are better computed one by one: what a row needs does
  /// not fit the second-level cache, there is too little for all threads, or one of them is faster in
  /// another way.
  package init?(
    _ stages: [Stage], input: Shape, dtype: DType, tier: VectorUnit.Tier = VectorUnit.tier
  ) {
    var (shape, links) = (input, [Link]())
    for stage in stages {
      guard shape.count > 0, stage.filter.dtype == dtype, !stage.filter.isShapeOnly,
        stage.geometry.mismatch(for: shape, filter: stage.filter.shape) == nil
      else { return nil }
      let output = stage.geometry.outputShape(for: shape, filter: stage.filter.shape)
      var problem = ConvolutionProblem(
        stage.geometry, input: shape, filter: stage.filter.shape, output: output)
      (problem.roundingCompounds, problem.tier) = (false, tier)
      stage.epilogue.requireFit(output, dtype)
      links.append(Link(stage: stage, problem: problem))
      shape = output
    }
    guard shape.count > 0, tier.module != nil, (2...3).contains(links.count),
      let middle = links.firstIndex(where: \.problem.isDepthwise), middle <= 1,
      links.count - middle <= 2,
      ConvolutionCostModel.algorithm(for: links[middle].problem, .forward) == .depthwise,
      links.indices.allSatisfy({ $0 == middle || Self.isPointwise(links[$0].problem) }),
      links.dropLast().allSatisfy({ $0.stage.epilogue.addition == nil })
    else { return nil }
    depthwise = links[middle]
    expansion = middle == 1 ? links[0] : nil
    projection = links.count - middle == 2 ? links[middle + 1] : nil
    guard let bands = DepthFirstBands(self, elementSize: dtype.byteCount),
      bands.segments * depthwise.problem.batch >= Parallel.threadCount
    else { return nil }
  }

  /// Whether it is a product with the pixels where they are, by sums in registers.
  private static func isPointwise(_ problem: ConvolutionProblem) -> Bool {
    problem.kernelHeight == 1 && problem.kernelWidth == 1 && problem.groups == 1
      && problem.outputShape.dimensions.dropLast() == problem.inputShape.dimensions.dropLast()
      && problem.geometry.padding == Padding(0)
      && ConvolutionCostModel.algorithm(for: problem, .forward) == .direct
  }

  /// The last convolution's result for an input of the shape that the chain was made for.
  package func callAsFunction(_ x: Tensor) -> Tensor {
    switch x.dtype {
    case .float32: DepthFirstKernel<Float>(self).run(x)
    case .float64: DepthFirstKernel<Double>(self).run(x)
    }
  }
}
