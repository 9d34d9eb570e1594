extension Tensor {
  /// The greatest element of each window, and where it was.
  ///
  /// `self` is `[batch, height, width, channels]`. Padding counts as minus infinity; among equal
  /// elements the first in row-major order of the window is taken; NaN wins over every number.
  /// Traps when the image has no room for a window.
  public func maxPool(_ geometry: PoolingGeometry) -> (values: Tensor, indices: PoolIndices) {
    let output = geometry.outputShape(for: shape, "maxPool")
    let indices = PoolIndices(
      shape: output, inputShape: shape, geometry: geometry, shapeOnly: isShapeOnly)
    if isShapeOnly { return (Tensor(shapeOnly: output, dtype: dtype), indices) }
    return (MaxPoolingKernel.pool(self, writing: indices), indices)
  }

  /// The greatest element of each window, as `maxPool` has it, where nobody asks for its place.
  package func maxPooled(_ geometry: PoolingGeometry) -> Tensor {
    let output = geometry.outputShape(for: shape, "maxPool")
    if isShapeOnly { return Tensor(shapeOnly: output, dtype: dtype) }
    return MaxPoolingKernel.values(self, geometry, output)
  }

  /// Adds each element at the input position that `indices` names for it: the transpose of
  /// `maxPoolGathered` and the gradient of `maxPool`.
  ///
  /// `self` has the shape of the pooled output; the result has `inputShape`, the shape that was
  /// pooled. Traps when either shape is not the one that `indices` was made for.
  public func maxPoolScattered(_ indices: PoolIndices, inputShape: Shape) -> Tensor {
    Tensor.require(
      shape == indices.shape && inputShape == indices.inputShape,
      "maxPoolScattered: indices pool \(indices.inputShape) to \(indices.shape), "
        + "not \(inputShape) to \(shape)")
    if isShapeOnly || indices.isShapeOnly { return Tensor(shapeOnly: inputShape, dtype: dtype) }
    return MaxPoolingGradientKernel.scatter(self, indices)
  }

  /// The elements at the positions that `indices` names.
  ///
  /// `self` has the shape that was pooled, the result that of the pooled output. Traps when `self`
  /// has another shape.
  public func maxPoolGathered(_ indices: PoolIndices) -> Tensor {
    Tensor.require(
      shape == indices.inputShape,
      "maxPoolGathered: indices pool \(indices.inputShape), not \(shape)")
    if isShapeOnly || indices.isShapeOnly {
      return Tensor(shapeOnly: indices.shape, dtype: dtype)
    }
    return MaxPoolingGradientKernel.gather(self, indices)
  }
}
