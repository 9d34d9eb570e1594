extension TensorProtocol {
  /// The elements along an axis in order, and their positions along it in row-major order of the
  /// result.
  ///
  /// Equal elements stay in order of position; NaN counts as less than every number. A shape-only
  /// tensor has all indices 0. Derivatives go to the elements' places.
  public func sorted(
    axis: Int = -1, descending: Bool = false
  ) -> (values: Self, indices: [Int]) {
    let axis = shape.normalized(axis: axis, for: "sort")
    let indices = argSort(axis: axis, descending: descending)
    return (gathered(along: axis, indices, count: shape[axis]), indices)
  }

  /// The positions along an axis that bring its elements in order, in row-major order of this shape.
  public func argSort(axis: Int = -1, descending: Bool = false) -> [Int] {
    let axis = shape.normalized(axis: axis, for: "argSort")
    if value.isShapeOnly { return [Int](repeating: 0, count: shape.count) }
    let indices = SortingKernel.order(value.movedAxis(axis, to: -1), descending: descending)
    return AlongAxis(shape, axis).rowMajor(indices, count: shape[axis])
  }

  /// The `k` greatest elements along an axis, greatest first, and their positions along it in
  /// row-major order of `values`, whose `axis` is `k` long; else as `topK(_:)`.
  public func topK(_ k: Int, axis: Int) -> (values: Self, indices: [Int]) {
    let axis = shape.normalized(axis: axis, for: "topK")
    let best = value.movedAxis(axis, to: -1).topK(k).indices
    let indices = AlongAxis(shape, axis).rowMajor(best, count: k)
    return (gathered(along: axis, indices, count: k), indices)
  }

  /// The position along an axis of its greatest element, in row-major order of the other axes: among
  /// equal ones the first; NaN counts as less than every number. Traps on an empty axis.
  public func argMax(axis: Int) -> [Int] {
    value.movedAxis(shape.normalized(axis: axis, for: "argMax"), to: -1).argMax()
  }

  /// The position along an axis of its smallest element, in row-major order of the other axes: among
  /// equal ones the first; NaN counts as greater than every number. Traps on an empty axis.
  public func argMin(axis: Int = -1) -> [Int] { (-value).argMax(axis: axis) }
}
