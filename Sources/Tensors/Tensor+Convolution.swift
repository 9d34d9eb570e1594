extension Tensor {
  /// Two-dimensional convolution of `[n, h, w, c]` with a filter `[kh, kw, c / groups, out]`.
  ///
  /// The result is `[n, h', w', out]`, after the epilogue; without input channels it is what the
  /// epilogue makes of zeros. Traps when the shapes do not fit the
  /// geometry or the epilogue's do not fit the result. `roundingCompounds` is false where no step of
  /// training builds on the result's last bits: then narrow layers may take Winograd's algorithm.
  public func conv2d(
    _ filter: Tensor, _ geometry: ConvolutionGeometry = .init(),
    _ epilogue: ConvolutionEpilogue = .init(), roundingCompounds: Bool = true
  ) -> Tensor {
    requireSameType("conv2d", filter)
    let output = geometry.outputShape(for: shape, filter: filter.shape)
    if isShapeOnly || filter.isShapeOnly { return Tensor(shapeOnly: output, dtype: dtype) }
    epilogue.requireFit(output, dtype)
    // What sums nothing is 0, and no kernel has to know of axes without elements.
    if output.count == 0 || filter.count == 0 {
      return Tensor.zeros(output, dtype: dtype).finished(by: epilogue)
    }
    var problem = ConvolutionProblem(geometry, input: shape, filter: filter.shape, output: output)
    problem.roundingCompounds = roundingCompounds
    return ConvolutionKernel.forward(self, filter, problem, epilogue)
  }

  /// The gradient of a convolution for its input: this tensor is the gradient of the output.
  ///
  /// `inputShape` is `[n, h, w, c]`, which the output's shape alone does not determine.
  public func conv2dInputGradient(
    filter: Tensor, inputShape: Shape, _ geometry: ConvolutionGeometry = .init()
  ) -> Tensor {
    requireSameType("conv2d input gradient", filter)
    let output = geometry.outputShape(for: inputShape, filter: filter.shape)
    Tensor.require(
      output == shape,
      "conv2d input gradient: shape \(shape) is not the output \(output) of input \(inputShape) "
        + "and filter \(filter.shape)")
    if isShapeOnly || filter.isShapeOnly { return Tensor(shapeOnly: inputShape, dtype: dtype) }
    if inputShape.count == 0 || filter.count == 0 || count == 0 {
      return Tensor.zeros(inputShape, dtype: dtype)
    }
    let problem = ConvolutionProblem(
      geometry, input: inputShape, filter: filter.shape, output: output)
    return ConvolutionKernel.inputGradient(self, filter, problem)
  }

  /// The gradient of a convolution for its filter: this tensor is the convolution's input.
  ///
  /// `gradient` is the gradient of the output, `filterShape` is `[kh, kw, c / groups, out]`.
  public func conv2dFilterGradient(
    _ gradient: Tensor, filterShape: Shape, _ geometry: ConvolutionGeometry = .init()
  ) -> Tensor {
    requireSameType("conv2d filter gradient", gradient)
    let output = geometry.outputShape(for: shape, filter: filterShape)
    Tensor.require(
      output == gradient.shape,
      "conv2d filter gradient: gradient \(gradient.shape) is not the output \(output) of input "
        + "\(shape) and filter \(filterShape)")
    if isShapeOnly || gradient.isShapeOnly { return Tensor(shapeOnly: filterShape, dtype: dtype) }
    if filterShape.count == 0 || gradient.count == 0 {
      return Tensor.zeros(filterShape, dtype: dtype)
    }
    let problem = ConvolutionProblem(geometry, input: shape, filter: filterShape, output: output)
    return ConvolutionFilterGradientKernel.run(self, gradient, problem)
  }
}
