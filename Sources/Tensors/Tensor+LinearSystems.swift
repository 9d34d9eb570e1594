extension Tensor {
  /// The solution x of `self` x = `right` for each matrix of a batch, by LU factors (LAPACK's `gesv`).
  ///
  /// `self` is `[..., n, n]`, `right` and the result `[..., n, k]` with the same batch. Traps when a
  /// matrix is singular.
  public func solve(_ right: Tensor) -> Tensor {
    guard isSquare("solve") else { return self }
    let fits =
      right.rank == rank && right.shape.dimensions.dropLast() == shape.dimensions.dropLast()
    Tensor.require(
      fits && right.dtype == dtype,
      "solve: matrices \(shape) of \(dtype) and right sides \(right.shape) of \(right.dtype) must have "
        + "one element type and agree in all axes but the last; reshape a vector to [n, 1]")
    if isShapeOnly || right.isShapeOnly || right.count == 0 {
      return right.isShapeOnly || !isShapeOnly
        ? right : Tensor(shapeOnly: right.shape, dtype: dtype)
    }
    return LinearSystemKernel.solve(self, right)
  }

  /// The inverse of each matrix `[..., n, n]`; traps when one is singular.
  public func inverse() -> Tensor {
    guard isSquare("inverse") else { return self }
    if isShapeOnly || count == 0 { return self }
    return solve(Tensor.identity(shape[-1], dtype: dtype).broadcast(to: shape))
  }

  /// The determinant of each matrix `[..., n, n]`, `[...]` (LAPACK's `getrf`).
  public func determinant() -> Tensor {
    ofDeterminants("determinant", empty: 1) { $0.value }
  }

  /// The logarithm of the magnitude of the determinant of each matrix `[..., n, n]`, `[...]`, also where
  /// the determinant leaves the range of numbers; minus infinity of a singular one.
  public func logAbsoluteDeterminant() -> Tensor {
    ofDeterminants("logAbsoluteDeterminant", empty: 0) { $0.logarithmOfMagnitude }
  }

  /// The lower triangular factor l of each matrix `[..., n, n]`, l lᵀ, with a positive diagonal
  /// (LAPACK's `potrf`).
  ///
  /// Only the lower triangle is read. Traps when a matrix is not positive definite; one with NaN or
  /// infinity may have a factor of NaN.
  public func cholesky() -> Tensor {
    guard isSquare("cholesky") else { return self }
    return isShapeOnly || count == 0 ? self : LinearSystemKernel.cholesky(self)
  }

  private func ofDeterminants(
    _ operation: String, empty: Double,
    _ number: (ScaledProduct) -> Double
  ) -> Tensor {
    guard isSquare(operation) else { return self }
    let result = Shape(shape.dimensions.dropLast(2))
    if isShapeOnly { return Tensor(shapeOnly: result, dtype: dtype) }
    if count == 0 { return Tensor.full(result, empty, dtype: dtype) }
    return Tensor(LinearSystemKernel.determinant(self).map(number), shape: result, dtype: dtype)
  }

  private func isSquare(_ operation: String) -> Bool {
    let isSquare = rank >= 2 && shape[-1] == shape[-2]
    Tensor.require(
      isSquare, "\(operation): square matrices [..., n, n] expected, not shape \(shape)")
    return isSquare
  }
}
