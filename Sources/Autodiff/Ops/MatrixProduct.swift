import GradusTensors

extension Variable {
  /// The matrix product over the last two axes; leading axes are a batch, equal or absent on one
  /// side.
  ///
  /// `self` is `[..., m, k]` (`[..., k, m]` if `transposeLHS`), `other` `[..., k, n]`
  /// (`[..., n, k]` if `transposeRHS`). Pullbacks: g bᵀ and aᵀ g, transposed back where the operand
  /// was.
  public func matmul(
    _ other: Variable, transposeLHS: Bool = false, transposeRHS: Bool = false
  ) -> Variable {
    let (shapeA, shapeB) = (shape, other.shape)
    let result = value.matmul(
      other.value, transposeLHS: transposeLHS, transposeRHS: transposeRHS)
    return record(
      TapeOperation(
        "matmul", .matrixProduct,
        ["transposeLHS": .flag(transposeLHS), "transposeRHS": .flag(transposeRHS)],
        multiplyAdds: result.shape.count * shapeA[transposeLHS ? -2 : -1], onnx: .matrixProduct),
      value: result,
      (
        self,
        { g in
          let full =
            transposeLHS
            ? other.matmul(g, transposeLHS: transposeRHS, transposeRHS: true)
            : g.matmul(other, transposeRHS: !transposeRHS)
          return full.sum(to: shapeA)
        }
      ),
      (
        other,
        { g in
          let full =
            transposeRHS
            ? g.matmul(self, transposeLHS: true, transposeRHS: transposeLHS)
            : self.matmul(g, transposeLHS: !transposeLHS)
          return full.sum(to: shapeB)
        }
      ))
  }
}
