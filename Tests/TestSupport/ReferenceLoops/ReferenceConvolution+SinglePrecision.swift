import GradusTensors

/// Sums of single precision, one term after the other: what other algorithms' rounding is held against.
extension ReferenceConvolution {
  /// The output, in `.float32`.
  public static func forwardInSinglePrecision(
    _ x: Tensor, _ w: Tensor, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    let shape = geometry.outputShape(for: x.shape, filter: w.shape)
    return sums(of: x, w, shape) { body in
      forEachTerm(x.shape, w.shape, shape, geometry) { i, f, o in body(i, f, o) }
    }
  }

  /// The gradient for the input, in `.float32`.
  public static func inputGradientInSinglePrecision(
    _ g: Tensor, _ w: Tensor, inputShape: Shape, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    sums(of: g, w, inputShape) { body in
      forEachTerm(inputShape, w.shape, g.shape, geometry) { i, f, o in body(o, f, i) }
    }
  }

  /// The gradient for the filter, in `.float32`.
  public static func filterGradientInSinglePrecision(
    _ x: Tensor, _ g: Tensor, filterShape: Shape, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    sums(of: x, g, filterShape) { body in
      forEachTerm(x.shape, filterShape, g.shape, geometry) { i, f, o in body(i, o, f) }
    }
  }

  private static func sums(
    of a: Tensor, _ b: Tensor, _ shape: Shape, _ forEach: ((Int, Int, Int) -> Void) -> Void
  ) -> Tensor {
    var sums = [Float](repeating: 0, count: shape.count)
    let (a, b) = (a.scalars.map { Float($0) }, b.scalars.map { Float($0) })
    forEach { i, j, o in sums[o] += a[i] * b[j] }
    return Tensor(sums.map { Double($0) }, shape: shape, dtype: .float32)
  }
}
