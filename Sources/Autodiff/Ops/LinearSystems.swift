import GradusTensors

extension Variable {
  /// The solution x of `self` x = `right` for each matrix of a batch.
  ///
  /// `self` is `[..., n, n]`, `right` and the result `[..., n, k]`. Pullbacks, with h = a⁻ᵀ g:
  /// -h xᵀ for the matrices and h for the right sides (Giles 2008, §2.3.1). Traps when a matrix is
  /// singular.
  public func solve(_ right: Variable) -> Variable {
    record(
      TapeOperation("solve", .arithmetic), value: value.solve(right.value),
      usingResult: (
        self,
        { g, x in -(self.transposed().solve(g).matmul(x, transposeRHS: true)) }
      ), (right, { g, _ in self.transposed().solve(g) }))
  }

  /// The inverse of each matrix `[..., n, n]`; traps when one is singular.
  ///
  /// Pullback: -yᵀ g yᵀ (Giles 2008, §2.2.3).
  public func inverse() -> Variable {
    record(
      TapeOperation("inverse", .arithmetic), value: value.inverse(),
      usingResult: (
        self,
        { g, y in -(y.matmul(g, transposeLHS: true).matmul(y, transposeRHS: true)) }
      ))
  }

  /// The determinant of each matrix `[..., n, n]`, `[...]`. Pullback: g y a⁻ᵀ (Giles 2008, §2.2.4),
  /// which traps when a matrix is singular.
  public func determinant() -> Variable {
    let matrix = Shape(shape.dimensions.dropLast(2) + [1, 1])
    return record(
      TapeOperation("determinant", .arithmetic), value: value.determinant(),
      usingResult: (
        self, { g, y in (g * y).reshaped(to: matrix) * self.inverse().transposed() }
      ))
  }

  /// The logarithm of the magnitude of the determinant of each matrix `[..., n, n]`, `[...]`.
  ///
  /// Pullback: g a⁻ᵀ, which traps when a matrix is singular.
  public func logAbsoluteDeterminant() -> Variable {
    let matrix = Shape(shape.dimensions.dropLast(2) + [1, 1])
    return record(
      TapeOperation("logAbsoluteDeterminant", .arithmetic), value: value.logAbsoluteDeterminant(),
      (self, { g in g.reshaped(to: matrix) * self.inverse().transposed() }))
  }

  /// The lower triangular factor l of each symmetric matrix `[..., n, n]`, l lᵀ.
  ///
  /// Pullback: the symmetric part of l⁻ᵀ Φ(lᵀ g) l⁻¹, where Φ keeps the lower triangle and half of the
  /// diagonal (Murray 2016, §3). Traps when a matrix is not positive definite.
  public func cholesky() -> Variable {
    let size = shape[-1]
    let half =
      isShapeOnly
      ? Tensor(shapeOnly: [size, size], dtype: dtype)
      : Tensor.generate([size, size], dtype: dtype) { place in
        let (row, column) = (place / size, place % size)
        return row > column ? 1 : row == column ? 0.5 : 0
      }
    return record(
      TapeOperation("cholesky", .arithmetic), value: value.cholesky(),
      usingResult: (
        self,
        { g, l in
          let inner = l.matmul(g, transposeLHS: true) * half
          let upper = l.transposed()
          let left = upper.solve(inner)
          let whole = upper.solve(left.transposed()).transposed()
          return (whole + whole.transposed()) * 0.5
        }
      ))
  }
}
