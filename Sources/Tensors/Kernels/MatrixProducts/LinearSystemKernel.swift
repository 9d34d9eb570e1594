/// Linear systems, determinants and Cholesky factors of batches of matrices by LAPACK, whose matrices
/// are column-major.
enum LinearSystemKernel {
  static func solve(_ a: Tensor, _ b: Tensor) -> Tensor {
    switch a.dtype {
    case .float32: solve(a, b, Float.self)
    case .float64: solve(a, b, Double.self)
    }
  }

  /// The determinant of each matrix.
  static func determinant(_ a: Tensor) -> [ScaledProduct] {
    switch a.dtype {
    case .float32: determinant(a, Float.self)
    case .float64: determinant(a, Double.self)
    }
  }

  static func cholesky(_ a: Tensor) -> Tensor {
    switch a.dtype {
    case .float32: cholesky(a, Float.self)
    case .float64: cholesky(a, Double.self)
    }
  }

  private static func solve<T: LAPACKScalar>(_ a: Tensor, _ b: Tensor, _: T.Type) -> Tensor {
    let (n, columns) = (a.shape[-1], b.shape[-1])
    let result = Tensor(uninitialized: b.shape, b.dtype)
    let (source, right) = (a.pointer(T.self), b.pointer(T.self))
    let target = result.mutablePointer(T.self)
    BLAS.useOneThread()
    Parallel.forEachRange(a.count / (n * n), length: max(1, (1 << 15) / (n * n * n))) { range in
      let matrix = UnsafeMutablePointer<T>.allocate(capacity: n * (n + columns))
      var pivots = [CInt](repeating: 0, count: n)
      for index in range {
        let known = matrix + n * n
        transpose(source + index * n * n, n, n, to: matrix)
        transpose(right + index * n * columns, n, columns, to: known)
        let info = T.gesv(
          LAPACKMatrix(base: matrix, rows: CInt(n), columns: CInt(n)), pivots: &pivots,
          LAPACKMatrix(base: known, rows: CInt(n), columns: CInt(columns)))
        precondition(
          info == 0, "solve: matrix \(index) of shape \(a.shape) is singular (LAPACK gesv: \(info))"
        )
        transpose(known, columns, n, to: target + index * n * columns)
      }
      matrix.deallocate()
    }
    withExtendedLifetime((a.storage, b.storage)) {}
    return result
  }

  private static func determinant<T: LAPACKScalar>(
    _ a: Tensor, _: T.Type
  ) -> [ScaledProduct] {
    let n = a.shape[-1]
    let copy = UnaryKernel.run(.multiply(1), a)
    BLAS.useOneThread()
    let results = (0..<a.count / (n * n)).map { index -> ScaledProduct in
      // The determinant of the transpose, which is what LAPACK reads, is the same.
      let matrix = copy.mutablePointer(T.self) + index * n * n
      var pivots = [CInt](repeating: 0, count: n)
      _ = T.getrf(LAPACKMatrix(base: matrix, rows: CInt(n), columns: CInt(n)), pivots: &pivots)
      var product = ScaledProduct()
      for row in 0..<n {
        let pivot = Double(matrix[row * n + row])
        product.multiply(by: Int(pivots[row]) == row + 1 ? pivot : -pivot)
      }
      return product
    }
    withExtendedLifetime(copy.storage) {}
    return results
  }

  private static func cholesky<T: LAPACKScalar>(_ a: Tensor, _: T.Type) -> Tensor {
    let n = a.shape[-1]
    let result = UnaryKernel.run(.multiply(1), a)
    let target = result.mutablePointer(T.self)
    BLAS.useOneThread()
    for index in 0..<a.count / (n * n) {
      // Read column-major, the lower triangle is the upper one.
      let matrix = target + index * n * n
      let isFinite = (0..<n * n).allSatisfy { matrix[$0].isFinite }
      let info = T.potrf(upper: LAPACKMatrix(base: matrix, rows: CInt(n), columns: CInt(n)))
      precondition(
        info == 0 || !isFinite,
        "cholesky: matrix \(index) of shape \(a.shape) is not positive definite: its leading minor "
          + "of order \(info) is not positive")
      for row in 0..<n {
        for column in 0..<n {
          if column > row {
            matrix[row * n + column] = 0
          } else if info != 0 {
            matrix[row * n + column] = .nan
          }
        }
      }
    }
    return result
  }

  private static func transpose<T>(
    _ x: UnsafePointer<T>, _ rows: Int, _ columns: Int, to y: UnsafeMutablePointer<T>
  ) {
    for row in 0..<rows {
      for column in 0..<columns { y[column * rows + row] = x[row * columns + column] }
    }
  }
}
