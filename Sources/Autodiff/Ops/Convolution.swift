import GradusTensors

// Convolution is linear in the input and in the filter, so the three operations below are closed
// under differentiation: each one's pullbacks are the other two.

extension Variable {
  /// Two-dimensional convolution of `[n, h, w, c]` with a filter `[kh, kw, c / groups, out]`.
  ///
  /// Pullbacks: the gradient for the input and the gradient for the filter.
  ///
  /// Where nothing is recorded, a bias, a normalisation with fixed statistics, an addition and an
  /// activation that follow are computed together with the convolution.
  public func conv2d(_ filter: Variable, _ geometry: ConvolutionGeometry = .init()) -> Variable {
    let geometry = resolved(geometry)
    if let deferred = Variable.deferred(self, filter, geometry) { return deferred }
    let (inputShape, filterShape) = (shape, filter.shape)
    let result = value.conv2d(filter.value, geometry)
    return record(
      TapeOperation(
        "conv2d", .convolution, ["geometry": .convolution(geometry)],
        multiplyAdds: Self.multiplyAdds(result.shape, filterShape), onnx: .convolution),
      value: result,
      (
        self, { g in g.conv2dInputGradient(filter: filter, inputShape: inputShape, geometry) }
      ),
      (
        filter, { g in self.conv2dFilterGradient(g, filterShape: filterShape, geometry) }
      ))
  }

  /// The gradient of a convolution for its input; this variable is the gradient of the output.
  public func conv2dInputGradient(
    filter: Variable, inputShape: Shape, _ geometry: ConvolutionGeometry = .init()
  ) -> Variable {
    let geometry = resolved(geometry)
    let filterShape = filter.shape
    return record(
      TapeOperation(
        "conv2dInputGradient", .convolution, ["geometry": .convolution(geometry)],
        multiplyAdds: Self.multiplyAdds(shape, filterShape)),
      value: value.conv2dInputGradient(
        filter: filter.value, inputShape: inputShape, geometry),
      (self, { c in c.conv2d(filter, geometry) }),
      (filter, { c in c.conv2dFilterGradient(self, filterShape: filterShape, geometry) }))
  }

  /// The gradient of a convolution for its filter; this variable is the convolution's input.
  public func conv2dFilterGradient(
    _ gradient: Variable, filterShape: Shape, _ geometry: ConvolutionGeometry = .init()
  ) -> Variable {
    let geometry = resolved(geometry)
    let inputShape = shape
    return record(
      TapeOperation(
        "conv2dFilterGradient", .convolution, ["geometry": .convolution(geometry)],
        multiplyAdds: Self.multiplyAdds(gradient.shape, filterShape)),
      value: value.conv2dFilterGradient(
        gradient.value, filterShape: filterShape, geometry),
      (
        self,
        { c in gradient.conv2dInputGradient(filter: c, inputShape: inputShape, geometry) }
      ),
      (gradient, { c in self.conv2d(c, geometry) }))
  }

  /// The products of a convolution's output, or its gradient, with a filter; all three have as many.
  private static func multiplyAdds(_ output: Shape, _ filter: Shape) -> Int {
    output.count * filter[0] * filter[1] * filter[2]
  }

  /// The geometry with the tape's algorithm and accuracy where it leaves the choice open.
  private func resolved(_ geometry: ConvolutionGeometry) -> ConvolutionGeometry {
    guard geometry.algorithm == .automatic, let tape else { return geometry }
    let resolved = geometry.computed(by: tape.convolutionAlgorithm)
    return geometry.accuracy == .automatic
      ? resolved.computed(within: tape.convolutionAccuracy) : resolved
  }
}
