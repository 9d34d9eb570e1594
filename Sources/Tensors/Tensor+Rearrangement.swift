extension Tensor {
  /// The same elements with axes in another order: axis `i` of the result is axis `order[i]`.
  public func permuted(_ order: [Int]) -> Tensor {
    let order = order.map { shape.normalized(axis: $0, for: "permute") }
    precondition(
      order.sorted() == Array(0..<rank), "permute: \(order) is no ordering of the axes of \(shape)")
    return PermuteKernel.run(self, order)
  }

  /// A matrix or a batch of matrices with the last two axes exchanged.
  public func transposed() -> Tensor {
    precondition(rank >= 2, "transpose: shape \(shape) has fewer than two axes")
    return permuted(Array(0..<(rank - 2)) + [rank - 1, rank - 2])
  }

  /// The box of elements with each axis in its range; traps when a range leaves the tensor.
  public func sliced(_ ranges: [Range<Int>]) -> Tensor {
    precondition(
      ranges.count == rank
        && zip(ranges, shape.dimensions).allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= $1 },
      "slice: ranges \(ranges) do not lie in shape \(shape)")
    return BlockCopyKernel.slice(
      self, start: ranges.map(\.lowerBound), shape: Shape(ranges.map(\.count)))
  }

  /// The elements with one axis limited to a range.
  public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
    var ranges = shape.dimensions.map { 0..<$0 }
    ranges[shape.normalized(axis: axis, for: "slice")] = range
    return sliced(ranges)
  }

  /// Surrounds the tensor: `before[i]` and `after[i]` elements of `value` along axis `i`.
  public func padded(before: [Int], after: [Int], value: Double = 0) -> Tensor {
    precondition(
      before.count == rank && after.count == rank && (before + after).allSatisfy { $0 >= 0 },
      "pad: \(before) before and \(after) after do not fit shape \(shape)")
    let target = Shape((0..<rank).map { before[$0] + shape.dimensions[$0] + after[$0] })
    return BlockCopyKernel.pad(self, start: before, shape: target, value: value)
  }

  /// Joins tensors along an axis; all other axes must agree.
  public static func concatenate(_ parts: [Tensor], axis: Int) -> Tensor {
    precondition(!parts.isEmpty, "concatenate: needs at least one tensor")
    let axis = parts[0].shape.normalized(axis: axis, for: "concatenate")
    var dimensions = parts[0].shape.dimensions
    for (index, part) in parts.enumerated() {
      let fits =
        part.rank == parts[0].rank && part.dtype == parts[0].dtype
        && (0..<part.rank).allSatisfy { $0 == axis || part.shape[$0] == dimensions[$0] }
      precondition(
        fits,
        "concatenate: operand \(index) of shape \(part.shape) (\(part.dtype)) does not join "
          + "\(parts[0].shape) (\(parts[0].dtype)) along axis \(axis)")
    }
    dimensions[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    return BlockCopyKernel.concatenate(parts, axis: axis, shape: Shape(dimensions))
  }
}
