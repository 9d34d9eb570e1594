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
    func failure(_ reason: String) -> Never {
      preconditionFailure(
        "matmul: \(reason): left \(shape)\(transposeLHS ? " transposed" : ""), "
          + "right \(other.shape)\(transposeRHS ? " transposed" : "")")
    }
    guard rank >= 2, other.rank >= 2 else { failure("both operands need at least two axes") }
    guard dtype == other.dtype else {
      failure("element types \(dtype) and \(other.dtype) differ")
    }
    let (m, k) = transposeLHS ? (shape[-1], shape[-2]) : (shape[-2], shape[-1])
    let (k2, n) =
      transposeRHS ? (other.shape[-1], other.shape[-2]) : (other.shape[-2], other.shape[-1])
    guard k == k2 else { failure("inner lengths \(k) and \(k2) differ") }
    let batchA = Array(shape.dimensions.dropLast(2))
    let batchB = Array(other.shape.dimensions.dropLast(2))
    guard batchA == batchB || batchA.isEmpty || batchB.isEmpty else {
      failure("batch axes \(batchA) and \(batchB) differ")
    }
    let batch = batchA.isEmpty ? batchB : batchA
    let problem = MatrixProductKernel.Problem(
      m: m, n: n, k: k, transposeA: transposeLHS, transposeB: transposeRHS,
      batch: batch.reduce(1, *), batchStrideA: batchA.isEmpty ? 0 : m * k,
      batchStrideB: batchB.isEmpty ? 0 : k * n)
    return MatrixProductKernel.run(self, other, problem, shape: Shape(batch + [m, n]))
  }
}
