extension Tensor {
  /// The same elements with axes in another order: axis `i` of the result is axis `order[i]`.
  public func permuted(_ order: [Int]) -> Tensor {
    let order = order.map { shape.normalized(axis: $0, for: "permute") }
    Tensor.require(
      order.sorted() == Array(0..<rank), "permute: \(order) is no ordering of the axes of \(shape)")
    return PermuteKernel.run(self, order)
  }

  /// A matrix or a batch of matrices with the last two axes exchanged.
  public func transposed() -> Tensor {
    Tensor.require(rank >= 2, "transpose: shape \(shape) has fewer than two axes")
    return permuted(shape.dimensions.indices.dropLast(2) + [-1, -2])
  }

  /// The box of elements with each axis in its range; traps when a range leaves the tensor.
  public func sliced(_ ranges: [Range<Int>]) -> Tensor {
    Tensor.require(
      ranges.count == rank
        && zip(ranges, shape.dimensions).allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= $1 },
      "slice: ranges \(ranges) do not lie in shape \(shape)")
    return BlockCopyKernel.slice(
      self, start: ranges.map(\.lowerBound), shape: Shape(ranges.map(\.count)))
  }

  /// The elements with one axis limited to a range.
  public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
    let axis = shape.normalized(axis: axis, for: "slice")
    return sliced(shape.dimensions.enumerated().map { $0.offset == axis ? range : 0..<$0.element })
  }

  /// Surrounds the tensor: `before[i]` and `after[i]` elements of `value` along axis `i`.
  public func padded(before: [Int], after: [Int], value: Double = 0) -> Tensor {
    Tensor.require(
      before.count == rank && after.count == rank && (before + after).allSatisfy { $0 >= 0 },
      "pad: \(before) before and \(after) after do not fit shape \(shape)")
    let target = Shape(zip(shape.dimensions, zip(before, after)).map { $0 + $1.0 + $1.1 })
    return BlockCopyKernel.pad(self, start: before, shape: target, value: value)
  }

  /// Joins tensors along an axis; all other axes must agree.
  public static func concatenate(_ parts: [Tensor], axis: Int) -> Tensor {
    precondition(!parts.isEmpty, "concatenate: needs at least one tensor")
    let axis = parts[0].shape.normalized(axis: axis, for: "concatenate")
    let dimensions = parts[0].shape.dimensions
    for (index, part) in parts.enumerated() {
      let fits =
        part.rank == parts[0].rank && part.dtype == parts[0].dtype
        && (0..<part.rank).allSatisfy { $0 == axis || part.shape[$0] == dimensions[$0] }
      Tensor.require(
        fits,
        "concatenate: operand \(index) of shape \(part.shape) (\(part.dtype)) does not join "
          + "\(parts[0].shape) (\(parts[0].dtype)) along axis \(axis)")
    }
    let length = parts.reduce(0) { $0 + $1.shape[axis] }
    let shape = Shape(dimensions.enumerated().map { $0.offset == axis ? length : $0.element })
    return BlockCopyKernel.concatenate(parts, axis: axis, shape: shape)
  }
}
