import GradusTensors

extension Variable {
  /// The `k` greatest elements of each row of the last axis, greatest first, and their positions in the
  /// row: `topK(_:axis:)` of the last axis. Pullback of the values: g at the positions, 0 elsewhere.
  public func topK(_ k: Int) -> (values: Variable, indices: [Int]) { topK(k, axis: -1) }

  /// The position of the greatest element of each row of the last axis, in row-major order.
  public func argMax() -> [Int] { value.argMax() }
}
