/// Matrix products: fixed blocks of the work, each one product on one thread.
///
/// Blocks follow from the sizes alone, about four million multiply-adds each. They are cut so that
/// each call reads whole rows of the larger matrix: narrow columns of a wide matrix touch a page of
/// memory for a few numbers each.
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
    let (viewA, viewB) = (
      MatrixView(base: pa, stride: strideA, transposed: p.transposeA),
      MatrixView(base: pb, stride: strideB, transposed: p.transposeB)
    )
    if p.isRow {
      row(pa, viewB, target, p)
    } else if p.isShallow {
      sumOfSlices(viewA, viewB, target, p)
    } else {
      blocks(viewA, viewB, target, p)
    }
    withExtendedLifetime((a.storage, b.storage)) {}
    return result
  }

  /// A row times a matrix: a matrix stored by rows is cut into slices of them whose sums are added,
  /// one stored by columns into some of the results. BLAS would pack the matrix for a product.
  private static func row<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ b: MatrixView<T>, _ target: UnsafeMutablePointer<T>, _ p: Problem
  ) {
    let pieces = max(1, min(8, p.n * p.k >> 15))
    guard !p.transposeB else {
      let length = ((p.n + pieces - 1) / pieces).roundedUp(to: 16)
      return Parallel.forEachRange(p.n, length: length) { range in
        let y = target + range.lowerBound
        y.update(repeating: 0, count: range.count)
        T.gemv(
          n: range.count, k: p.k, x, b.offset(by: 0, row: 0, column: range.lowerBound), y)
      }
    }
    let length = (p.k + pieces - 1) / pieces
    let slices = (p.k + length - 1) / length
    let scratch = Scratch(byteCount: slices * p.n * MemoryLayout<T>.stride)
    let sums = scratch.base.assumingMemoryBound(to: T.self)
    Parallel.forEachRange(p.k, length: length) { range in
      let y = sums + range.lowerBound / length * p.n
      y.update(repeating: 0, count: p.n)
      T.gemv(
        n: p.n, k: range.count, x + range.lowerBound,
        b.offset(by: 0, row: range.lowerBound, column: 0), y)
    }
    Parallel.forEachRange(p.n, length: 1 << 14) { range in
      for column in range {
        var sum = sums[column]
        for slice in 1..<max(1, slices) { sum += sums[slice &* p.n &+ column] }
        target[column] = sum
      }
    }
    withExtendedLifetime(scratch) {}
  }

  /// Cuts the longer side of the result.
  private static func blocks<T: KernelScalar>(
    _ a: MatrixView<T>, _ b: MatrixView<T>, _ target: UnsafeMutablePointer<T>, _ p: Problem
  ) {
    let blocks = max(1, min(32, (p.m * p.n * p.k) >> 22))
    let byRow = p.m >= p.n
    let side = byRow ? p.m : p.n
    let length = max(64, ((side + blocks - 1) / blocks + 15) / 16 * 16)
    let perProduct = (side + length - 1) / length
    Parallel.forEach(p.batch * perProduct) { chunk in
      let (item, block) = (chunk / perProduct, chunk % perProduct)
      let start = block * length
      let size = min(length, side - start)
      let (row, column) = byRow ? (start, 0) : (0, start)
      T.product(
        m: byRow ? size : p.m, n: byRow ? p.n : size, k: p.k,
        a.offset(by: item * p.batchStrideA, row: row, column: 0),
        b.offset(by: item * p.batchStrideB, row: 0, column: column), adds: false,
        target + item * p.m * p.n + row * p.n + column, cStride: p.n)
    }
  }

  /// Cuts the inner side: slices of `b`'s rows give results of their own, which are then added.
  private static func sumOfSlices<T: KernelScalar>(
    _ a: MatrixView<T>, _ b: MatrixView<T>, _ target: UnsafeMutablePointer<T>, _ p: Problem
  ) {
    let slices = min(8, p.k / 256)
    let length = (p.k + slices - 1) / slices
    let count = p.m * p.n
    let scratch = Scratch(byteCount: (slices - 1) * count * MemoryLayout<T>.stride)
    let others = scratch.base.assumingMemoryBound(to: T.self)
    Parallel.forEach(slices) { slice in
      let start = slice * length
      T.product(
        m: p.m, n: p.n, k: min(length, p.k - start), a.offset(by: 0, row: 0, column: start),
        b.offset(by: 0, row: start, column: 0), adds: false,
        slice == 0 ? target : others + (slice - 1) * count, cStride: p.n)
    }
    Parallel.forEachRange(count, length: 1 << 14) { range in
      for slice in 1..<slices {
        let part = others + (slice - 1) * count
        for index in range { target[index] += part[index] }
      }
    }
  }
}

extension MatrixProductKernel.Problem {
  /// Whether it is one row times a matrix that is worth cutting, and not so flat that its slices would
  /// be single rows.
  fileprivate var isRow: Bool {
    batch == 1 && m == 1 && n * k >= 1 << 14 && (transposeB || k >= 256)
  }

  /// Whether it is a small batch times a large matrix stored by rows, as in a fully connected layer.
  fileprivate var isShallow: Bool {
    batch == 1 && m <= 128 && k >= 512 && !transposeB && m * n * k >= 1 << 23
  }
}

extension MatrixView {
  /// The view that starts at a row and a column of this one after transposition.
  fileprivate func offset(by elements: Int, row: Int, column: Int) -> MatrixView {
    MatrixView(
      base: base + elements
        + (transposed ? column * stride + row : row * stride + column),
      stride: stride, transposed: transposed)
  }
}
