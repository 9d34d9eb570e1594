import GradusVectorKernels

/// Convolutions one after the other whose results in between never leave the second-level cache.
///
/// Where a depthwise one is beside 1x1 ones, they go band by band (`DepthwiseChain`); others go by groups
/// of images, if an image's input and output fit there (`ImageChain`). The bits are those of the
/// single convolutions.
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

  /// A stage with every size resolved.
  struct Link {
    var stage: Stage
    let problem: ConvolutionProblem
  }

  private var kernel: any ChainKernel
  /// The shape of what each stage adds.
  private let planned: [Shape?]

  /// Nil where the stages are no such chain, or are better computed one by one: what is needed at a
  /// time does not fit the second-level cache, there is too little for all threads, or one of them is
  /// faster in another way. What the stages add may be shape-only here, see `adding(_:)`.
  package init?(
    _ stages: [Stage], input: Shape, dtype: DType, tier: VectorUnit.Tier = VectorUnit.tier
  ) {
    var (shape, links) = (input, [Link]())
    guard stages.count > 1, tier.module != nil else { return nil }
    for stage in stages {
      guard shape.count > 0, stage.filter.dtype == dtype, !stage.filter.isShapeOnly,
        stage.geometry.mismatch(for: shape, filter: stage.filter.shape) == nil
      else { return nil }
      let output = stage.geometry.outputShape(for: shape, filter: stage.filter.shape)
      var problem = ConvolutionProblem(
        stage.geometry, input: shape, filter: stage.filter.shape, output: output)
      (problem.roundingCompounds, problem.tier) = (false, tier)
      stage.epilogue.requireFit(output, dtype, isPlanned: true)
      links.append(Link(stage: stage, problem: problem))
      shape = output
    }
    guard shape.count > 0 else { return nil }
    planned = stages.map { $0.epilogue.addition?.shape }
    if let chain = DepthwiseChain(links, elementSize: dtype.byteCount) {
      kernel =
        switch dtype {
        case .float32: DepthFirstKernel<Float>(chain)
        case .float64: DepthFirstKernel<Double>(chain)
        }
    } else if let chain = ImageChain(links, elementSize: dtype.byteCount) {
      kernel = chain
    } else {
      return nil
    }
  }

  /// The same chain with what each of its stages adds: a tensor of its result's shape where the stage was
  /// made with one, or with its shape, and nil elsewhere; traps on others.
  package func adding(_ additions: [Tensor?]) -> ConvolutionChain {
    var chain = self
    precondition(
      additions.map { $0?.shape } == planned,
      "a chain of convolutions was made to add \(planned), not \(additions.map { $0?.shape })")
    chain.kernel.add(additions)
    return chain
  }

  /// The last convolution's result for an input of the shape that the chain was made for.
  package func callAsFunction(_ x: Tensor) -> Tensor { kernel.run(x) }
}

/// How a chain is computed, with all that follows from its shapes and filters at hand.
protocol ChainKernel: Sendable {
  /// Sets what each link adds to its result.
  mutating func add(_ additions: [Tensor?])
  /// The last link's result.
  func run(_ x: Tensor) -> Tensor
}
