import GradusTensors

extension Variable {
  /// The `k` greatest elements of each row of the last axis, greatest first, and their positions in the
  /// row, as `Tensor.topK` gives them. Pullback of the values: g at the positions, 0 elsewhere.
  public func topK(_ k: Int) -> (values: Variable, indices: [Int]) {
    let (best, indices) = value.topK(k)
    let length = shape[-1]
    let places = indices.enumerated().map { $0.offset / max(1, k) * length + $0.element }
    let values = reshaped(to: [count]).gathered(places).reshaped(to: best.shape)
    return (values, indices)
  }

  /// The position of the greatest element of each row of the last axis, in row-major order.
  public func argMax() -> [Int] { value.argMax() }
}
