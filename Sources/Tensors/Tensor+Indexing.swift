extension Tensor {
  /// The slices at `indices` along an axis, in their order; an index may repeat.
  public func gathered(_ indices: [Int], axis: Int = 0) -> Tensor {
    let axis = shape.normalized(axis: axis, for: "gather")
    guard rank > 0 else { return self }
    for (position, index) in indices.enumerated() {
      Tensor.require(
        index >= 0 && index < shape[axis],
        "gather: index \(index) at position \(position) is outside axis \(axis) of \(shape)")
    }
    return IndexingKernel.gather(self, indices, axis: axis)
  }

  /// Adds slice `i` of this tensor to slice `indices[i]` of zeros: the transpose of `gathered`.
  public func scatteredAdd(_ indices: [Int], axis: Int = 0, length: Int) -> Tensor {
    let axis = shape.normalized(axis: axis, for: "scatterAdd")
    guard rank > 0 else { return self }
    Tensor.require(
      indices.count == shape[axis] && indices.allSatisfy { $0 >= 0 && $0 < length },
      "scatterAdd: \(indices.count) indices below \(length) do not fit axis \(axis) of \(shape)")
    return IndexingKernel.scatterAdd(self, indices, axis: axis, length: length)
  }
}
