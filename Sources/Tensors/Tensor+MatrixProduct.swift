extension Tensor {
  /// The matrix product over the last two axes; leading axes are a batch and must be equal, or
  /// absent on one side.
  ///
  /// `self` is `[..., m, k]` (`[..., k, m]` if `transposeLHS`), `other` `[..., k, n]`
  /// (`[..., n, k]` if `transposeRHS`), the result `[..., m, n]`. Traps when k or the batches
  /// differ.
  public func matmul(
    _ other: Tensor, transposeLHS: Bool = false, transposeRHS: Bool = false
  ) -> Tensor {
    func refused(_ reason: String, _ advice: String) -> Tensor {
      Tensor.require(
        false,
        "matmul: \(reason): left \(shape)\(transposeLHS ? " transposed" : ""), "
          + "right \(other.shape)\(transposeRHS ? " transposed" : ""); \(advice)")
      return Tensor(shapeOnly: shape, dtype: dtype)
    }
    guard rank >= 2, other.rank >= 2 else {
      return refused("both operands need at least two axes", "reshape a vector to [1, n] or [n, 1]")
    }
    guard dtype == other.dtype else {
      return refused(
        "element types \(dtype) and \(other.dtype) differ", "convert one with converted(to:)")
    }
    let (m, k) = transposeLHS ? (shape[-1], shape[-2]) : (shape[-2], shape[-1])
    let (k2, n) =
      transposeRHS ? (other.shape[-1], other.shape[-2]) : (other.shape[-2], other.shape[-1])
    guard k == k2 else {
      let (axis, axis2) = (rank - (transposeLHS ? 2 : 1), other.rank - (transposeRHS ? 1 : 2))
      return refused(
        "inner lengths \(k) (axis \(axis) of the left) and \(k2) (axis \(axis2) of the right) differ",
        "make them equal, or transpose a side with transposeLHS or transposeRHS")
    }
    let batchA = Array(shape.dimensions.dropLast(2))
    let batchB = Array(other.shape.dimensions.dropLast(2))
    guard batchA == batchB || batchA.isEmpty || batchB.isEmpty else {
      return refused(
        "batch axes \(batchA) and \(batchB) differ",
        "make them equal, or leave out those of one side")
    }
    let batch = batchA.isEmpty ? batchB : batchA
    let problem = MatrixProductKernel.Problem(
      m: m, n: n, k: k, transposeA: transposeLHS, transposeB: transposeRHS,
      batch: batch.reduce(1, *), batchStrideA: batchA.isEmpty ? 0 : m * k,
      batchStrideB: batchB.isEmpty ? 0 : k * n)
    return MatrixProductKernel.run(self, other, problem, shape: Shape(batch + [m, n]))
  }
}
