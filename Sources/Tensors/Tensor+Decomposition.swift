extension Tensor {
  /// The reduced QR decomposition of a matrix: `q` with orthonormal columns times upper triangular
  /// `r`.
  ///
  /// For `[m, n]`, `q` is `[m, min(m, n)]` and `r` is `[min(m, n), n]`; the signs of `r`'s diagonal
  /// are LAPACK's (Householder, `geqrf` and `orgqr`). Traps unless the rank is 2.
  public func qrDecomposition() -> (q: Tensor, r: Tensor) {
    requireMatrix("qrDecomposition")
    let (rows, columns) = (shape[0], shape[1])
    let inner = min(rows, columns)
    if isShapeOnly || count == 0 { return (blank([rows, inner]), blank([inner, columns])) }
    return DecompositionKernel.qr(self)
  }

  /// The singular values of a matrix `[m, n]`, greatest first: `[min(m, n)]`.
  ///
  /// Traps unless the rank is 2, and when the matrix holds NaN or infinity.
  public func singularValues() -> Tensor {
    requireMatrix("singularValues")
    if isShapeOnly || count == 0 { return blank([min(shape[0], shape[1])]) }
    return DecompositionKernel.singularValues(self, vectors: false).s
  }

  /// The reduced singular value decomposition of a matrix: `u`, times the diagonal matrix of `s`,
  /// times `vt`.
  ///
  /// For `[m, n]` and `k = min(m, n)`, `u` is `[m, k]`, `s` is `[k]`, greatest first, and `vt` is
  /// `[k, n]` (LAPACK's `gesdd`). Traps unless the rank is 2, and when the matrix holds NaN or infinity.
  public func singularValueDecomposition() -> (u: Tensor, s: Tensor, vt: Tensor) {
    requireMatrix("singularValueDecomposition")
    let (rows, columns) = (shape[0], shape[1])
    let inner = min(rows, columns)
    if isShapeOnly || count == 0 {
      return (blank([rows, inner]), blank([inner]), blank([inner, columns]))
    }
    return DecompositionKernel.singularValues(self, vectors: true)
  }

  /// The eigenvalues of a symmetric matrix `[n, n]`, least first: `[n]`.
  ///
  /// Only the lower triangle is read. Traps unless the matrix is square, and when it holds NaN or
  /// infinity.
  public func symmetricEigenvalues() -> Tensor {
    requireSquare("symmetricEigenvalues")
    if isShapeOnly || count == 0 { return blank([shape[0]]) }
    return DecompositionKernel.symmetricEigenvalues(self, vectors: false).values
  }

  /// The eigenvalues of a symmetric matrix `[n, n]`, least first, and orthonormal eigenvectors.
  ///
  /// `values` is `[n]`; column `i` of `vectors`, `[n, n]`, belongs to value `i` (LAPACK's `syevd`).
  /// Only the lower triangle is read. Traps unless the matrix is square, and when it holds NaN or
  /// infinity.
  public func symmetricEigenDecomposition() -> (values: Tensor, vectors: Tensor) {
    requireSquare("symmetricEigenDecomposition")
    if isShapeOnly || count == 0 { return (blank([shape[0]]), blank(shape)) }
    return DecompositionKernel.symmetricEigenvalues(self, vectors: true)
  }

  /// A factor of a matrix without values or elements: neither has the factor.
  private func blank(_ shape: Shape) -> Tensor {
    isShapeOnly ? Tensor(shapeOnly: shape, dtype: dtype) : .zeros(shape, dtype: dtype)
  }

  private func requireMatrix(_ operation: StaticString) {
    precondition(rank == 2, "\(operation): a matrix expected, not shape \(shape)")
    precondition(
      isFinite, "\(operation): the matrix of shape \(shape) holds NaN or infinity")
  }

  private func requireSquare(_ operation: StaticString) {
    requireMatrix(operation)
    precondition(
      shape[0] == shape[1], "\(operation): a square matrix expected, not shape \(shape)")
  }
}
