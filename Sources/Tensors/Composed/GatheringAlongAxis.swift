extension TensorProtocol {
  /// For each place across an axis, the elements at its own indices along that axis: NumPy's
  /// `take_along_axis`, PyTorch's `gather`.
  ///
  /// - Parameters:
  ///   - axis: the axis that is indexed.
  ///   - indices: as many for each place as for every other, in row-major order of the result, whose
  ///     shape is this one's with that number along `axis`. Traps when one is outside the axis.
  public func gathered(along axis: Int, _ indices: [Int]) -> Self {
    let axis = shape.normalized(axis: axis, for: "gather")
    let places = AlongAxis(shape, axis)
    let count = places.count(of: indices, "gather", shape, axis)
    return gathered(along: axis, indices, count: count)
  }

  /// The same where the number of indices at each place is known, also when there are no places.
  func gathered(along axis: Int, _ indices: [Int], count: Int) -> Self {
    guard shape.rank > 0 else { return self }
    let places = AlongAxis(shape, axis)
    places.check(indices, below: shape[axis], "gather")
    var dimensions = shape.dimensions
    dimensions[axis] = count
    return reshaped(to: [shape.count])
      .gathered(places.flat(indices, count: count, length: shape[axis]), axis: 0)
      .reshaped(to: Shape(dimensions))
  }

  /// Adds each element at its own index along an axis of zeros, the transpose of `gathered(along:_:)`:
  /// PyTorch's `scatter_add`.
  ///
  /// - Parameters:
  ///   - axis: the axis that is indexed.
  ///   - indices: one for each element, in row-major order; one may repeat.
  ///   - length: of the axis of the result; traps when an index is not below it.
  public func scatteredAdd(along axis: Int, _ indices: [Int], length: Int) -> Self {
    let axis = shape.normalized(axis: axis, for: "scatterAdd")
    guard shape.rank > 0 else { return self }
    let places = AlongAxis(shape, axis)
    Tensor.require(
      indices.count == shape.count,
      "scatterAdd: \(indices.count) indices for \(shape.count) elements of shape \(shape)")
    places.check(indices, below: length, "scatterAdd")
    var dimensions = shape.dimensions
    dimensions[axis] = length
    let result = Shape(dimensions)
    return reshaped(to: [shape.count])
      .scatteredAdd(
        places.flat(indices, count: shape[axis], length: length), axis: 0, length: result.count
      ).reshaped(to: result)
  }
}

/// The places across one axis of a shape.
struct AlongAxis {
  /// Places before the axis and after it.
  let outer: Int, inner: Int

  init(_ shape: Shape, _ axis: Int) {
    // A number has no axes, which only a dry run lives to see.
    outer = shape.dimensions.prefix(axis).reduce(1, *)
    inner = shape.dimensions.dropFirst(axis + 1).reduce(1, *)
  }

  /// How many indices each place has.
  func count(of indices: [Int], _ operation: String, _ shape: Shape, _ axis: Int) -> Int {
    let places = outer * inner
    Tensor.require(
      places == 0 ? indices.isEmpty : indices.count % places == 0,
      "\(operation): \(indices.count) indices do not go evenly to the \(places) places across axis "
        + "\(axis) of shape \(shape)")
    return indices.count / max(1, places)
  }

  func check(_ indices: [Int], below length: Int, _ operation: String) {
    let bad = indices.firstIndex { $0 < 0 || $0 >= length }
    Tensor.require(
      bad == nil,
      "\(operation): index \(indices[bad ?? 0]) at position \(bad ?? 0) is outside 0..<\(length)")
  }

  /// The row-major positions of indices, `count` at each place of an axis of `length`.
  func flat(_ indices: [Int], count: Int, length: Int) -> [Int] {
    indices.enumerated().map { position, index in
      let (row, column) = (position / max(1, count * inner), position % max(1, inner))
      return (row * length + index) * inner + column
    }
  }

  /// Indices that stand place by place, `count` at each, in row-major order of the result.
  func rowMajor(_ indices: [Int], count: Int) -> [Int] {
    guard inner > 1 else { return indices }
    var result = indices
    for (position, index) in indices.enumerated() {
      let (place, rank) = (position / count, position % count)
      result[(place / inner * count + rank) * inner + place % inner] = index
    }
    return result
  }
}
