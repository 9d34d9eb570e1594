extension Tensor {
  /// The `k` greatest elements of each row of the last axis, greatest first, and their positions.
  ///
  /// `values` has this shape with a last axis of `k`; `indices` are positions in the row, in
  /// row-major order of `values`. Equal elements come in order of position; NaN counts as less than
  /// every number. A shape-only tensor has all indices 0. Traps unless `k` is in
  /// `0...shape[-1]`.
  public func topK(_ k: Int) -> (values: Tensor, indices: [Int]) {
    Tensor.require(
      rank > 0 && k >= 0 && k <= shape[-1],
      "topK: the last axis of shape \(shape) does not have \(k) elements")
    let result = Shape(shape.dimensions.dropLast() + [max(0, k)])
    if isShapeOnly {
      return (
        Tensor(shapeOnly: result, dtype: dtype), [Int](repeating: 0, count: result.count)
      )
    }
    return RankingKernel.topK(self, k, result)
  }

  /// The position of the greatest element of each row of the last axis, in row-major order.
  ///
  /// Among equal elements the first; NaN counts as less than every number.
  /// A shape-only tensor has all positions 0. Traps on rank 0 or an empty last axis.
  public func argMax() -> [Int] {
    Tensor.require(
      rank > 0 && shape[-1] > 0, "argMax: the last axis of shape \(shape) has no elements")
    return topK(1).indices
  }
}
