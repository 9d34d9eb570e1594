/// Sums of squares of all elements of a tensor.
enum NormKernel {
  /// Elements per chunk.
  private static let chunk = 1 << 15

  /// The sum of squares, each rounded to the element type, which some may leave the range of.
  static func sumOfSquares(_ x: Tensor) -> Double {
    switch x.dtype {
    case .float32: sumOfSquares(x, Float.self)
    case .float64: sumOfSquares(x, Double.self)
    }
  }

  private static func sumOfSquares<T: KernelScalar>(_ x: Tensor, _: T.Type) -> Double {
    let source = x.pointer(T.self)
    var partial = [Double](repeating: 0, count: (x.count + chunk - 1) / chunk)
    partial.withUnsafeMutableBufferPointer { partial in
      guard let sums = partial.baseAddress else { return }
      Parallel.forEachRange(x.count, length: chunk) { range in
        sums[range.lowerBound / chunk] = RowKernel.squares(
          source + range.lowerBound, range.count, around: 0)
      }
    }
    withExtendedLifetime(x.storage) {}
    return partial.reduce(0, +)
  }
}
