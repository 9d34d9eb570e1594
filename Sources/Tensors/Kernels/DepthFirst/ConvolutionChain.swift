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

  /// How it is computed.
  private enum Way {
    case bands(DepthwiseChain)
    case images(ImageChain)
  }

  private let way: Way
  private let dtype: DType
  /// The shape of what each stage adds.
  private let planned: [Shape?]
  private var additions: [Tensor?]
  /// What follows from shapes and filters, if it is kept from call to call.
  private var kernel: (any ChainKernel)?

  /// Nil where the stages are no such chain, or are better computed one by one: what is needed at a
  /// time does not fit the second-level cache, there is too little for all threads, or one of them is
  /// faster in another way. What the stages add may be shape-only here, see `adding(_:)`. Rows are cut for the
  /// threads that there are now; however many run it, its bits are the same.
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
    self.dtype = dtype
    additions = stages.map(\.epilogue.addition)
    planned = additions.map { $0?.shape }
    if let chain = DepthwiseChain(links, elementSize: dtype.byteCount) {
      way = .bands(chain)
    } else if let chain = ImageChain(links, elementSize: dtype.byteCount) {
      way = .images(chain)
    } else {
      return nil
    }
  }

  /// The same chain for many calls: what follows from its shapes and filters is worked out here, once.
  package func kept() -> ConvolutionChain {
    var chain = self
    chain.kernel = makeKernel()
    return chain
  }

  private func makeKernel() -> any ChainKernel {
    switch (way, dtype) {
    case (.bands(let chain), .float32): DepthFirstKernel<Float>(chain)
    case (.bands(let chain), .float64): DepthFirstKernel<Double>(chain)
    case (.images(let chain), _): chain
    }
  }

  /// The same chain with what each of its stages adds: a tensor of its result's shape and of the chain's
  /// element type where the stage was made with one, or with its shape, and nil elsewhere; traps on others.
  package func adding(_ additions: [Tensor?]) -> ConvolutionChain {
    var chain = self
    precondition(
      additions.map { $0?.shape } == planned
        && additions.allSatisfy { $0 == nil || $0?.dtype == dtype && $0?.isShapeOnly == false },
      "a chain of convolutions in \(dtype) was made to add \(planned), not "
        + "\(additions.map { $0?.shape }) in \(additions.map { $0?.dtype })")
    chain.additions = additions
    return chain
  }

  /// The last convolution's result for an input of the shape that the chain was made for.
  package func callAsFunction(_ x: Tensor) -> Tensor {
    (kernel ?? makeKernel()).run(x, adding: additions)
  }
}
