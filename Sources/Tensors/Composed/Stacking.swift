extension TensorProtocol {
  /// Joins parts of one shape along a new axis: `n` of `[2, 3]` stacked along axis 0 are `[n, 2, 3]`.
  ///
  /// Traps without parts and when shapes differ.
  public static func stack(_ parts: [Self], axis: Int = 0) -> Self {
    precondition(!parts.isEmpty, "stack: needs at least one part")
    let shape = parts[0].shape
    let place = axis < 0 ? axis + shape.rank + 1 : axis
    Tensor.require(
      (0...shape.rank).contains(place),
      "stack: axis \(axis) is out of range for parts of shape \(shape); use 0...\(shape.rank)")
    for (index, part) in parts.enumerated() {
      Tensor.require(
        part.shape == shape,
        "stack: part \(index) has shape \(part.shape), part 0 has \(shape); make them equal")
    }
    return concatenate(parts.map { $0.expanded(axis: place) }, axis: place)
  }

  /// The same elements with a new axis of length 1 at `axis`; negative axes count from the end of the
  /// result.
  public func expanded(axis: Int) -> Self {
    let place = axis < 0 ? axis + shape.rank + 1 : axis
    Tensor.require(
      (0...shape.rank).contains(place),
      "expanded: axis \(axis) is out of range for shape \(shape); use 0...\(shape.rank)")
    var dimensions = shape.dimensions
    dimensions.insert(1, at: min(max(place, 0), shape.rank))
    return reshaped(to: Shape(dimensions))
  }

  /// Parts of the given lengths along an axis, in order; traps unless the lengths add up to the axis.
  public func split(lengths: [Int], axis: Int = 0) -> [Self] {
    let axis = shape.normalized(axis: axis, for: "split")
    let fits = lengths.allSatisfy { $0 >= 0 } && lengths.reduce(0, +) == shape[axis]
    Tensor.require(
      fits, "split: lengths \(lengths) must add up to axis \(axis) of \(shape), \(shape[axis])")
    guard fits else { return lengths.map { _ in self } }
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return sliced(axis, start..<start + length)
    }
  }

  /// `parts` parts along an axis, equal in length, or the first ones longer by one where the axis does
  /// not divide.
  public func split(parts: Int, axis: Int = 0) -> [Self] {
    precondition(parts > 0, "split: the number of parts must be positive, not \(parts)")
    let length = shape[shape.normalized(axis: axis, for: "split")]
    return split(
      lengths: (0..<parts).map { length / parts + ($0 < length % parts ? 1 : 0) }, axis: axis)
  }

  /// One axis limited to a range, the others whole.
  func sliced(_ axis: Int, _ range: Range<Int>) -> Self {
    sliced(shape.dimensions.enumerated().map { $0.offset == axis ? range : 0..<$0.element })
  }
}
