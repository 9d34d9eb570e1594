import GradusVectorKernels

/// Normal numbers of a stream, block by block, by the Box-Muller transform (Box and Muller 1958).
enum NormalKernel {
  /// Draws per block, which stay in the cache.
  private static let block = 512

  /// `mean + standardDeviation * draw` for all elements of a new tensor.
  static func fill<T: KernelScalar>(
    _ shape: Shape, _ stream: RandomStream, mean: Double, standardDeviation: Double, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, T.dtype)
    let target = result.mutablePointer(T.self)
    Parallel.forEachRange(shape.count, length: 1 << 14) { range in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * block) { memory in
        guard let draws = memory.baseAddress else { return }
        var start = range.lowerBound
        while start < range.upperBound {
          let count = min(block, range.upperBound - start)
          write(stream, start, count, to: draws, draws + block)
          for index in 0..<count {
            target[start + index] = T(mean + standardDeviation * draws[index])
          }
          start += count
        }
      }
    }
    return result
  }

  /// Draw `index` of a stream.
  static func draw(_ index: Int, of stream: RandomStream) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { memory in
      let draws = memory.baseAddress.unsafelyUnwrapped
      write(stream, index, 1, to: draws, draws + 1)
      return draws[0]
    }
  }

  /// Writes draws from `start` on; `work` is room for as many numbers.
  private static func write(
    _ stream: RandomStream, _ start: Int, _ count: Int, to draws: UnsafeMutablePointer<Double>,
    _ work: UnsafeMutablePointer<Double>
  ) {
    var uniforms = stream.uniforms(from: 2 &* start)
    for index in 0..<count {
      draws[index] = 1 - uniforms.next()
      work[index] = 2 * .pi * uniforms.next()
    }
    if let kernels = Double.vectorKernels {
      kernels.function(FunctionRun(.logarithm, UnsafePointer(draws), to: draws, count: count))
      kernels.function(FunctionRun(.cosine, UnsafePointer(work), to: work, count: count))
      for index in 0..<count { draws[index] *= -2 }
      kernels.function(FunctionRun(.squareRoot, UnsafePointer(draws), to: draws, count: count))
      for index in 0..<count { draws[index] *= work[index] }
    } else {
      for index in 0..<count {
        draws[index] = (-2 * Double.log(draws[index])).squareRoot() * Double.cos(work[index])
      }
    }
  }
}
