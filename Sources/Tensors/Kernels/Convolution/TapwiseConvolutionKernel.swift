/// Convolution and its gradients as one matrix product a tap and a row of pixels, over the pixels that
/// the tap sees and no others.
///
/// Nothing is multiplied with padding or with another group's channels, so NaN and infinity reach what
/// sees them only. The faster kernels multiply with zeros there; where that matters they give way to
/// this one.
enum TapwiseConvolutionKernel {
  static func forward(
    _ x: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem, _ epilogue: ConvolutionEpilogue
  ) -> Tensor {
    let result = Tensor.zeros(problem.outputShape, dtype: x.dtype)
    switch x.dtype {
    case .float32: walk(x, filter, result, problem, Float.self)
    case .float64: walk(x, filter, result, problem, Double.self)
    }
    return result.finished(by: epilogue, tier: problem.tier)
  }

  static func inputGradient(
    _ gradient: Tensor, _ filter: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    let result = Tensor.zeros(problem.inputShape, dtype: gradient.dtype)
    switch gradient.dtype {
    case .float32: walkBack(gradient, filter, result, problem, Float.self)
    case .float64: walkBack(gradient, filter, result, problem, Double.self)
    }
    return result
  }

  static func filterGradient(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem
  ) -> Tensor {
    let result = Tensor.zeros(problem.filterShape, dtype: x.dtype)
    switch x.dtype {
    case .float32: sum(x, gradient, result, problem, Float.self)
    case .float64: sum(x, gradient, result, problem, Double.self)
    }
    return result
  }

  /// One row of the result at a time.
  private static func walk<T: KernelScalar>(
    _ x: Tensor, _ filter: Tensor, _ y: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) {
    let taps = ConvolutionTaps(problem)
    let (px, pw, py) = (x.pointer(T.self), filter.pointer(T.self), y.mutablePointer(T.self))
    let (ins, outs) = (problem.inputsPerGroup, problem.outputsPerGroup)
    Parallel.forEach(problem.batch * problem.outputHeight) { index in
      let (image, row) = index.quotientAndRemainder(dividingBy: problem.outputHeight)
      taps.forEach(outputRow: row) { tap, inputRow, columns, inputColumn in
        let from = px + taps.input(image, inputRow, inputColumn)
        let to = py + taps.output(image, row, columns.lowerBound)
        for group in 0..<problem.groups {
          T.product(
            m: columns.count, n: outs, k: ins,
            MatrixView(base: from + group * ins, stride: taps.inputStep),
            MatrixView(
              base: pw + taps.filter(tap) + group * outs, stride: problem.outputChannels),
            adds: true, to + group * outs, cStride: problem.outputChannels)
        }
      }
    }
    withExtendedLifetime((x.storage, filter.storage, y.storage)) {}
  }

  /// One row of the input's gradient at a time.
  private static func walkBack<T: KernelScalar>(
    _ gradient: Tensor, _ filter: Tensor, _ dx: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) {
    let taps = ConvolutionTaps(problem)
    let (pg, pw) = (gradient.pointer(T.self), filter.pointer(T.self))
    let target = dx.mutablePointer(T.self)
    let (ins, outs) = (problem.inputsPerGroup, problem.outputsPerGroup)
    Parallel.forEach(problem.batch * problem.inputHeight) { index in
      let (image, row) = index.quotientAndRemainder(dividingBy: problem.inputHeight)
      taps.forEach(inputRow: row) { tap, outputRow, columns, inputColumn in
        let from = pg + taps.output(image, outputRow, columns.lowerBound)
        let to = target + taps.input(image, row, inputColumn)
        for group in 0..<problem.groups {
          T.product(
            m: columns.count, n: ins, k: outs,
            MatrixView(base: from + group * outs, stride: problem.outputChannels),
            MatrixView(
              base: pw + taps.filter(tap) + group * outs, stride: problem.outputChannels,
              transposed: true),
            adds: true, to + group * ins, cStride: taps.inputStep)
        }
      }
    }
    withExtendedLifetime((gradient.storage, filter.storage, dx.storage)) {}
  }

  /// One tap of the filter's gradient at a time.
  private static func sum<T: KernelScalar>(
    _ x: Tensor, _ gradient: Tensor, _ dw: Tensor, _ problem: ConvolutionProblem, _: T.Type
  ) {
    let taps = ConvolutionTaps(problem)
    let (px, pg) = (x.pointer(T.self), gradient.pointer(T.self))
    let target = dw.mutablePointer(T.self)
    let (ins, outs) = (problem.inputsPerGroup, problem.outputsPerGroup)
    Parallel.forEach(problem.kernelHeight * problem.kernelWidth * problem.groups) { index in
      let (tap, group) = index.quotientAndRemainder(dividingBy: problem.groups)
      for image in 0..<problem.batch {
        taps.forEachRow(ofTap: tap) { outputRow, inputRow, columns, inputColumn in
          T.product(
            m: ins, n: outs, k: columns.count,
            MatrixView(
              base: px + taps.input(image, inputRow, inputColumn) + group * ins,
              stride: taps.inputStep, transposed: true),
            MatrixView(
              base: pg + taps.output(image, outputRow, columns.lowerBound) + group * outs,
              stride: problem.outputChannels),
            adds: true, target + taps.filter(tap) + group * outs, cStride: problem.outputChannels)
        }
      }
    }
    withExtendedLifetime((x.storage, gradient.storage, dw.storage)) {}
  }
}
