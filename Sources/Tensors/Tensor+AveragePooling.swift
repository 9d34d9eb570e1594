extension Tensor {
  /// The mean of each window of `[batch, height, width, channels]`.
  ///
  /// Padding counts as zeros, or not at all with `countsPadding` false. Traps when the image has
  /// no room for a window.
  public func averagePool(_ geometry: PoolingGeometry) -> Tensor {
    let output = geometry.outputShape(for: shape, "averagePool")
    if isShapeOnly { return Tensor(shapeOnly: output, dtype: dtype) }
    return AveragePoolingKernel.pool(
      self, AxisWindows(height: geometry, shape, output),
      AxisWindows(width: geometry, shape, output))
  }

  /// Spreads each element evenly over its window: the transpose of `averagePool`.
  ///
  /// `self` has the shape that `averagePool` makes of `inputShape`, else this traps; the result
  /// has `inputShape`.
  public func averagePoolScattered(_ geometry: PoolingGeometry, inputShape: Shape) -> Tensor {
    let output = geometry.outputShape(for: inputShape, "averagePoolScattered")
    Tensor.require(
      shape == output,
      "averagePoolScattered: input \(inputShape) is pooled to \(output), not \(shape)")
    if isShapeOnly { return Tensor(shapeOnly: inputShape, dtype: dtype) }
    return AveragePoolingKernel.scatter(
      self, inputShape, AxisWindows(height: geometry, inputShape, output),
      AxisWindows(width: geometry, inputShape, output))
  }

  /// The means of `height` by `width` windows that cover the image evenly, whatever its size; 1 by
  /// 1 is global average pooling.
  ///
  /// `self` is `[batch, H, W, channels]`; window `i` of the height spans
  /// `floor(i H / height)..<ceil((i + 1) H / height)`, as in PyTorch; the mean of an empty window is
  /// NaN. Traps on sizes below 0.
  public func adaptiveAveragePool(height: Int, width: Int) -> Tensor {
    let output = shape.adaptivelyPooled(height, width, operation: "adaptiveAveragePooled")
    if isShapeOnly { return Tensor(shapeOnly: output, dtype: dtype) }
    return AveragePoolingKernel.pool(
      self, AxisWindows(adaptive: height, over: shape[1]),
      AxisWindows(adaptive: width, over: shape[2]))
  }

  /// Spreads each element evenly over its window: the transpose of `adaptiveAveragePool`.
  ///
  /// `self` is `[batch, height, width, channels]` with the batch and channels of `inputShape`, else
  /// this traps; the result has `inputShape`.
  public func adaptiveAveragePoolScattered(inputShape: Shape) -> Tensor {
    Tensor.require(
      rank == 4,
      "adaptiveAveragePoolScattered: [batch, height, width, channels] expected, not \(shape)")
    let output = inputShape.adaptivelyPooled(
      shape[1], shape[2], operation: "adaptiveAveragePoolScattered")
    Tensor.require(
      shape == output,
      "adaptiveAveragePoolScattered: input \(inputShape) is pooled to \(output), not \(shape)")
    if isShapeOnly { return Tensor(shapeOnly: inputShape, dtype: dtype) }
    return AveragePoolingKernel.scatter(
      self, inputShape, AxisWindows(adaptive: shape[1], over: inputShape[1]),
      AxisWindows(adaptive: shape[2], over: inputShape[2]))
  }
}

extension Shape {
  fileprivate func adaptivelyPooled(_ height: Int, _ width: Int, operation: StaticString) -> Shape {
    Tensor.require(
      rank == 4, "\(operation): [batch, height, width, channels] expected, not \(self)")
    Tensor.require(
      height >= 0 && width >= 0,
      "\(operation): the output size \(height)x\(width) must not be negative")
    return [self[0], height, width, self[-1]]
  }
}
