import GradusTensors

extension Variable {
  /// The same elements under another shape; one axis may be -1. Pullback: reshape back.
  public func reshaped(to dimensions: [Int]) -> Variable {
    reshaped(to: shape.resolvingReshape(dimensions))
  }

  /// The same elements under another shape. Pullback: reshape back.
  public func reshaped(to target: Shape) -> Variable {
    let source = shape
    if source == target { return self }
    return record(
      TapeOperation("reshape", .view, onnx: .reshape), value: value.reshaped(to: target),
      (self, { g in g.reshaped(to: source) }))
  }

  /// Axis `i` of the result is axis `order[i]`. Pullback: the inverse permutation.
  public func permuted(_ order: [Int]) -> Variable {
    let order = order.map { shape.normalized(axis: $0, for: "permute") }
    return record(
      TapeOperation(
        "permute", .rearrangement, ["order": .integers(order)], onnx: .permutation),
      value: value.permuted(order),
      (
        self,
        { g in g.permuted(order.indices.map { axis in order.firstIndex(of: axis)! }) }
      ))
  }

  /// A matrix or a batch of matrices with the last two axes exchanged.
  public func transposed() -> Variable {
    Tensor.require(shape.rank >= 2, "transpose: shape \(shape) has fewer than two axes")
    return permuted(shape.dimensions.indices.dropLast(2) + [-1, -2])
  }

  /// The box of elements with each axis in its range. Pullback: g padded with zeros.
  public func sliced(_ ranges: [Range<Int>]) -> Variable {
    let source = shape
    return record(
      TapeOperation(
        "slice", .rearrangement,
        [
          "start": .integers(ranges.map(\.lowerBound)), "end": .integers(ranges.map(\.upperBound)),
        ], onnx: .slice), value: value.sliced(ranges),
      (
        self,
        { g in
          g.padded(
            before: ranges.map(\.lowerBound),
            after: zip(ranges, source.dimensions).map { $1 - $0.upperBound })
        }
      ))
  }

  /// The elements with one axis limited to a range.
  public func sliced(axis: Int, _ range: Range<Int>) -> Variable {
    let axis = shape.normalized(axis: axis, for: "slice")
    return sliced(shape.dimensions.enumerated().map { $0.offset == axis ? range : 0..<$0.element })
  }

  /// Surrounds with `value`: `before[i]` and `after[i]` elements along axis `i`. Pullback: cut out.
  public func padded(before: [Int], after: [Int], value number: Double = 0) -> Variable {
    let source = shape
    return record(
      TapeOperation(
        "pad", number == 0 ? .rearrangement : .arithmetic,
        ["before": .integers(before), "after": .integers(after), "value": .number(number)],
        onnx: .margin),
      value: value.padded(before: before, after: after, value: number),
      (self, { g in g.sliced(zip(before, source.dimensions).map { $0..<$0 + $1 }) }))
  }

  /// Joins variables along an axis. Pullback: each gets its part of g.
  ///
  /// Where nothing is recorded, images that are joined along their channels wait for what follows: a
  /// normalisation with fixed statistics and a 1x1 convolution take the parts as they are.
  public static func concatenate(_ parts: [Variable], axis: Int) -> Variable {
    precondition(!parts.isEmpty, "concatenate: needs at least one variable")
    let axis = parts[0].shape.normalized(axis: axis, for: "concatenate")
    if let deferred = deferringConcatenation(parts, axis: axis) { return deferred }
    let lengths = parts.map { $0.shape[axis] }
    return record(
      TapeOperation(
        "concatenate", .concatenation, ["axis": .integer(axis)], onnx: .concatenation),
      value: Tensor.concatenate(parts.map(\.value), axis: axis), inputs: parts
    ) { g, needed in
      var start = 0
      return lengths.indices.map { index in
        defer { start += lengths[index] }
        return needed[index] ? g.sliced(axis: axis, start..<start + lengths[index]) : nil
      }
    }
  }

  /// The slices at `indices` along an axis; an index may repeat. Pullback: g added at the indices.
  public func gathered(_ indices: [Int], axis: Int = 0) -> Variable {
    let axis = shape.normalized(axis: axis, for: "gather")
    let length = shape[axis]
    return record(
      TapeOperation(
        "gather", .rearrangement, ["axis": .integer(axis), "indices": .integers(indices)],
        onnx: .gathering),
      value: value.gathered(indices, axis: axis),
      (self, { g in g.scatteredAdd(indices, axis: axis, length: length) }))
  }

  /// Adds slice `i` to slice `indices[i]` of zeros. Pullback: g gathered at the indices.
  public func scatteredAdd(_ indices: [Int], axis: Int = 0, length: Int) -> Variable {
    let axis = shape.normalized(axis: axis, for: "scatterAdd")
    return record(
      TapeOperation(
        "scatterAdd", .linearMap, ["axis": .integer(axis), "indices": .integers(indices)]),
      value: value.scatteredAdd(indices, axis: axis, length: length),
      (self, { g in g.gathered(indices, axis: axis) }))
  }
}
