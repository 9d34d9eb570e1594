extension Tensor {
  /// Running sums along an axis: element `i` is the sum of elements `0...i`, or of `i` and all that
  /// follow if `reversed`.
  public func cumulativeSum(axis: Int, reversed: Bool = false) -> Tensor {
    let axis = shape.normalized(axis: axis, for: "cumulativeSum")
    if isShapeOnly || rank == 0 { return self }
    return CumulativeKernel.sum(self, axis: axis, reversed: reversed)
  }
}
