import GradusTensors

/// Convolution by its definition: seven nested loops in double precision.
public enum ReferenceConvolution {
  /// The output, `[n, h', w', out]`.
  public static func forward(_ x: Tensor, _ w: Tensor, _ geometry: ConvolutionGeometry) -> Tensor {
    let shape = geometry.outputShape(for: x.shape, filter: w.shape)
    var y = [Double](repeating: 0, count: shape.count)
    let (xs, ws) = (x.scalars, w.scalars)
    forEachTerm(x.shape, w.shape, shape, geometry) { i, f, o in y[o] += xs[i] * ws[f] }
    return Tensor(y, shape: shape, dtype: x.dtype)
  }

  /// The gradient for the input, given that of the output.
  public static func inputGradient(
    _ g: Tensor, _ w: Tensor, inputShape: Shape, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    var x = [Double](repeating: 0, count: inputShape.count)
    let (gs, ws) = (g.scalars, w.scalars)
    forEachTerm(inputShape, w.shape, g.shape, geometry) { i, f, o in x[i] += gs[o] * ws[f] }
    return Tensor(x, shape: inputShape, dtype: g.dtype)
  }

  /// The gradient for the filter, given that of the output.
  public static func filterGradient(
    _ x: Tensor, _ g: Tensor, filterShape: Shape, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    var w = [Double](repeating: 0, count: filterShape.count)
    let (xs, gs) = (x.scalars, g.scalars)
    forEachTerm(x.shape, filterShape, g.shape, geometry) { i, f, o in w[f] += xs[i] * gs[o] }
    return Tensor(w, shape: filterShape, dtype: x.dtype)
  }

  static func forEachTerm(
    _ input: Shape, _ filter: Shape, _ output: Shape, _ g: ConvolutionGeometry,
    _ body: (Int, Int, Int) -> Void
  ) {
    let (ins, outs) = (filter[2], filter[3] / g.groups)
    for n in 0..<output[0] {
      for y in 0..<output[1] {
        for x in 0..<output[2] {
          for out in 0..<output[3] {
            for ky in 0..<filter[0] {
              let iy = y * g.stride.height + ky * g.dilation.height - g.padding.top
              guard iy >= 0, iy < input[1] else { continue }
              for kx in 0..<filter[1] {
                let ix = x * g.stride.width + kx * g.dilation.width - g.padding.left
                guard ix >= 0, ix < input[2] else { continue }
                for c in 0..<ins {
                  let channel = out / outs * ins + c
                  body(
                    ((n * input[1] + iy) * input[2] + ix) * input[3] + channel,
                    ((ky * filter[1] + kx) * ins + c) * filter[3] + out,
                    ((n * output[1] + y) * output[2] + x) * output[3] + out)
                }
              }
            }
          }
        }
      }
    }
  }
}
