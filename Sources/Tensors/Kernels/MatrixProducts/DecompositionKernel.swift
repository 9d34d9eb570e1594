/// Matrix decompositions by LAPACK, between row-major tensors and its column-major matrices.
enum DecompositionKernel {
  static func qr(_ matrix: Tensor) -> (q: Tensor, r: Tensor) {
    switch matrix.dtype {
    case .float32: qr(matrix, Float.self)
    case .float64: qr(matrix, Double.self)
    }
  }

  static func singularValues(
    _ matrix: Tensor, vectors: Bool
  ) -> (u: Tensor, s: Tensor, vt: Tensor) {
    switch matrix.dtype {
    case .float32: singularValues(matrix, vectors, Float.self)
    case .float64: singularValues(matrix, vectors, Double.self)
    }
  }

  static func symmetricEigenvalues(
    _ matrix: Tensor, vectors: Bool
  ) -> (values: Tensor, vectors: Tensor) {
    switch matrix.dtype {
    case .float32: symmetricEigenvalues(matrix, vectors, Float.self)
    case .float64: symmetricEigenvalues(matrix, vectors, Double.self)
    }
  }

  private static func qr<T: LAPACKScalar>(_ matrix: Tensor, _: T.Type) -> (q: Tensor, r: Tensor) {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let inner = min(rows, columns)
    let packed = transposed(matrix, T.self)
    let tau = Tensor(uninitialized: [inner], matrix.dtype)
    withWork(T.self, "geqrf") { work, count in
      T.geqrf(
        columnMajor(packed, rows, columns), tau: tau.mutablePointer(T.self), work: work,
        workCount: count)
    }
    let r = Tensor(uninitialized: [inner, columns], matrix.dtype)
    let triangle = r.mutablePointer(T.self)
    for row in 0..<inner {
      for column in 0..<columns {
        triangle[row * columns + column] =
          column < row ? 0 : packed.pointer(T.self)[column * rows + row]
      }
    }
    withWork(T.self, "orgqr") { work, count in
      T.orgqr(
        columnMajor(packed, rows, inner), reflectors: CInt(inner),
        tau: tau.mutablePointer(T.self), work: work, workCount: count)
    }
    let q = Tensor(uninitialized: [rows, inner], matrix.dtype)
    let factor = q.mutablePointer(T.self)
    for row in 0..<rows {
      for column in 0..<inner {
        factor[row * inner + column] = packed.pointer(T.self)[column * rows + row]
      }
    }
    withExtendedLifetime((packed.storage, tau.storage)) {}
    return (q, r)
  }

  /// Read column-major, the matrix is its own transpose, `v s ut`: LAPACK's left factor is our `vt`
  /// and its right factor our `u`, both already row-major.
  private static func singularValues<T: LAPACKScalar>(
    _ matrix: Tensor, _ vectors: Bool, _: T.Type
  ) -> (u: Tensor, s: Tensor, vt: Tensor) {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let inner = min(rows, columns)
    let overwritten = copy(matrix, T.self)
    let s = Tensor(uninitialized: [inner], matrix.dtype)
    let u = Tensor(uninitialized: vectors ? [rows, inner] : [1, 1], matrix.dtype)
    let vt = Tensor(uninitialized: vectors ? [inner, columns] : [1, 1], matrix.dtype)
    var integers = [CInt](repeating: 0, count: 8 * inner)
    withWork(T.self, "gesdd") { work, count in
      T.gesdd(
        vectors: vectors, columnMajor(overwritten, columns, rows), s: s.mutablePointer(T.self),
        u: columnMajor(vt, vt.shape[1], vt.shape[0]), vt: columnMajor(u, u.shape[1], u.shape[0]),
        work: work, workCount: count, integerWork: &integers)
    }
    withExtendedLifetime((overwritten.storage, s.storage, u.storage, vt.storage)) {}
    return (u, s, vt)
  }

  private static func symmetricEigenvalues<T: LAPACKScalar>(
    _ matrix: Tensor, _ vectors: Bool, _: T.Type
  ) -> (values: Tensor, vectors: Tensor) {
    let size = matrix.shape[0]
    let packed = copy(matrix, T.self)
    let values = Tensor(uninitialized: [size], matrix.dtype)
    var integers = [CInt](repeating: 0, count: 3 + 5 * size)
    let integerCount = CInt(integers.count)
    withWork(T.self, "syevd") { work, count in
      T.syevd(
        vectors: vectors, columnMajor(packed, size, size), values: values.mutablePointer(T.self),
        work: work, workCount: count, integerWork: &integers,
        integerCount: count == -1 ? -1 : integerCount)
    }
    withExtendedLifetime(packed.storage) {}
    return (values, vectors ? transposed(packed, T.self) : packed)
  }

  /// Asks a routine how much memory it wants, calls it with that, and traps when it fails.
  private static func withWork<T: LAPACKScalar>(
    _: T.Type, _ routine: StaticString, _ call: (UnsafeMutablePointer<T>, CInt) -> CInt
  ) {
    BLAS.useOneThread()
    var wanted = T(0)
    var info = call(&wanted, -1)
    if info == 0 {
      let count = max(1, Int(wanted.rounded(.up)))
      let work = Tensor(uninitialized: [count], T.dtype)
      info = call(work.mutablePointer(T.self), CInt(count))
      withExtendedLifetime(work.storage) {}
    }
    precondition(
      info == 0,
      info < 0
        ? "LAPACK \(routine) refused argument \(-info)"
        : "LAPACK \(routine) did not converge (info \(info))")
  }

  private static func columnMajor<T: LAPACKScalar>(
    _ tensor: Tensor, _ rows: Int, _ columns: Int
  ) -> LAPACKMatrix<T> {
    LAPACKMatrix(base: tensor.mutablePointer(T.self), rows: CInt(rows), columns: CInt(columns))
  }

  private static func copy<T: LAPACKScalar>(_ matrix: Tensor, _: T.Type) -> Tensor {
    let result = Tensor(uninitialized: matrix.shape, matrix.dtype)
    result.mutablePointer(T.self).update(from: matrix.pointer(T.self), count: matrix.count)
    withExtendedLifetime(matrix.storage) {}
    return result
  }

  private static func transposed<T: LAPACKScalar>(_ matrix: Tensor, _: T.Type) -> Tensor {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let result = Tensor(uninitialized: [columns, rows], matrix.dtype)
    let (source, target) = (matrix.pointer(T.self), result.mutablePointer(T.self))
    for row in 0..<rows {
      for column in 0..<columns { target[column * rows + row] = source[row * columns + column] }
    }
    withExtendedLifetime(matrix.storage) {}
    return result
  }
}
