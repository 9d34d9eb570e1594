import GradusVectorKernels

/// Batch normalisation, optionally with an addition and an activation, in one pass over memory.
enum BatchNormalizationKernel {
  /// What is done with the normalised input in the same pass.
  struct Epilogue {
    var addition: Tensor?
    var activation = Activation.identity
  }

  static func normalize(
    _ input: Tensor, mean: Tensor, inverseStandardDeviation: Tensor, scale: Tensor?,
    shift: Tensor?, _ epilogue: Epilogue
  ) -> Tensor {
    switch input.dtype {
    case .float32:
      normalize(input, mean, inverseStandardDeviation, scale, shift, epilogue, Float.self)
    case .float64:
      normalize(input, mean, inverseStandardDeviation, scale, shift, epilogue, Double.self)
    }
  }

  private static func normalize<T: KernelScalar>(
    _ input: Tensor, _ mean: Tensor, _ inverseStandardDeviation: Tensor, _ scale: Tensor?,
    _ shift: Tensor?, _ epilogue: Epilogue, _: T.Type
  ) -> Tensor {
    let rows = ChannelRows(input.shape)
    let result = Tensor(uninitialized: input.shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let strips = Tensor(uninitialized: [3, rows.strip], input.dtype)
    let middle = strips.mutablePointer(T.self)
    let (factor, offset) = (middle + rows.strip, middle + 2 * rows.strip)
    for index in 0..<rows.strip where rows.channels > 0 {
      let channel = index % rows.channels
      middle[index] = mean.pointer(T.self)[channel]
      factor[index] =
        inverseStandardDeviation.pointer(T.self)[channel]
        * (scale.map { $0.pointer(T.self)[channel] } ?? 1)
      offset[index] = shift.map { $0.pointer(T.self)[channel] } ?? 0
    }
    let addition = epilogue.addition?.pointer(T.self)
    let activation = epilogue.activation.vectorForm
    Parallel.forEach(rows.chunkCount) { chunk in
      let elements = rows.elements(ofChunk: chunk)
      if VectorUnit.isSupported, let activation {
        return T.run(
          EpilogueRun(
            source: source + elements.lowerBound, target: target + elements.lowerBound,
            count: elements.count, period: rows.strip, scaling: .affine, mean: middle,
            factor: factor, shift: offset, addition: addition.map { $0 + elements.lowerBound },
            activation: activation))
      }
      for start in stride(from: elements.lowerBound, to: elements.upperBound, by: rows.strip) {
        let count = min(rows.strip, elements.upperBound - start)
        let (x, y) = (source + start, target + start)
        if let addition {
          affine(x, adding: addition + start, y, count, middle, factor, offset)
        } else {
          affine(x, y, count, middle, factor, offset)
        }
        ActivationKernel.apply(epilogue.activation, y, count)
      }
    }
    withExtendedLifetime((input.storage, strips.storage, epilogue.addition?.storage)) {}
    return result
  }

  // Subtracting first is exact where x is near the mean; x * a + b would cancel.

  @inline(__always)
  static func affine<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ count: Int, _ middle: UnsafePointer<T>,
    _ factor: UnsafePointer<T>, _ offset: UnsafePointer<T>
  ) {
    for index in 0..<count { y[index] = (x[index] - middle[index]) * factor[index] + offset[index] }
  }

  @inline(__always)
  static func affine<T: KernelScalar>(
    _ x: UnsafePointer<T>, adding addition: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>,
    _ count: Int, _ middle: UnsafePointer<T>, _ factor: UnsafePointer<T>,
    _ offset: UnsafePointer<T>
  ) {
    for index in 0..<count {
      y[index] = ((x[index] - middle[index]) * factor[index] + offset[index]) + addition[index]
    }
  }
}
