/// Matrix products: fixed blocks of the result, each one single-threaded BLAS call.
enum MatrixProductKernel {
  /// `batch` products of m x k by k x n; an operand shared by the whole batch has batch stride 0.
  struct Problem {
    var m: Int
    var n: Int
    var k: Int
    var transposeA: Bool
    var transposeB: Bool
    var batch: Int
    var batchStrideA: Int
    var batchStrideB: Int
  }

  static func run(_ a: Tensor, _ b: Tensor, _ problem: Problem, shape: Shape) -> Tensor {
    if a.isShapeOnly || b.isShapeOnly { return Tensor(shapeOnly: shape, dtype: a.dtype) }
    return switch a.dtype {
    case .float32: run(a, b, problem, shape, Float.self)
    case .float64: run(a, b, problem, shape, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ a: Tensor, _ b: Tensor, _ p: Problem, _ shape: Shape, _: T.Type
  ) -> Tensor {
    if p.k == 0 { return Tensor.zeros(shape, dtype: a.dtype) }
    let result = Tensor(uninitialized: shape, a.dtype)
    guard shape.count > 0 else { return result }
    let (pa, pb) = (a.pointer(T.self), b.pointer(T.self))
    let target = result.mutablePointer(T.self)
    let (strideA, strideB) = (p.transposeA ? p.m : p.k, p.transposeB ? p.k : p.n)
    // Blocks follow from the sizes alone: about four million multiply-adds each, along the longer
    // side of the result.
    let blocks = max(1, min(32, p.m * p.n * p.k >> 22))
    let byRow = p.m >= p.n
    let side = byRow ? p.m : p.n
    let length = max(16, ((side + blocks - 1) / blocks + 15) / 16 * 16)
    let perProduct = (side + length - 1) / length
    Parallel.forEach(p.batch * perProduct) { chunk in
      let (item, block) = (chunk / perProduct, chunk % perProduct)
      let start = block * length
      let size = min(length, side - start)
      let (rowStart, columnStart) = byRow ? (start, 0) : (0, start)
      let baseA = pa + item * p.batchStrideA + rowStart * (p.transposeA ? 1 : p.k)
      let baseB = pb + item * p.batchStrideB + columnStart * (p.transposeB ? p.k : 1)
      T.gemm(
        m: byRow ? size : p.m, n: byRow ? p.n : size, k: p.k,
        MatrixView(base: baseA, stride: strideA, transposed: p.transposeA),
        MatrixView(base: baseB, stride: strideB, transposed: p.transposeB), beta: 0,
        target + item * p.m * p.n + rowStart * p.n + columnStart, cStride: p.n)
    }
    withExtendedLifetime((a.storage, b.storage)) {}
    return result
  }
}
