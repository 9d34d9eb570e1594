extension Tensor {
  /// Images `[n, h, w, c]` resized to `[n, height, width, c]` by bilinear interpolation.
  ///
  /// Pixels are squares whose centres are compared, pixels beyond the edge are those at the edge, and
  /// nothing is smoothed when an image shrinks: PyTorch's `interpolate` with `align_corners` false.
  /// A pixel that weighs nothing is not read. Traps unless the images have pixels and both lengths are
  /// positive.
  public func resizedBilinearly(height: Int, width: Int) -> Tensor {
    requirePixels("resizedBilinearly", shape, height, width)
    let result: Shape = [shape[0], height, width, shape[3]]
    if isShapeOnly { return Tensor(shapeOnly: result, dtype: dtype) }
    return BilinearKernel.resize(self, result)
  }

  /// Adds each pixel to those of `inputShape`, `[n, h, w, c]`, that it is interpolated from, by their
  /// weights: the transpose of `resizedBilinearly`.
  ///
  /// Traps unless batch and channels agree and both shapes have pixels.
  public func resizedBilinearlyScattered(inputShape: Shape) -> Tensor {
    Tensor.require(
      rank == 4 && inputShape.rank == 4 && shape[0] == inputShape[0] && shape[3] == inputShape[3],
      "resizedBilinearlyScattered: images \(shape) are not those of \(inputShape) in another size")
    requirePixels("resizedBilinearlyScattered", inputShape, shape[1], shape[2])
    if isShapeOnly { return Tensor(shapeOnly: inputShape, dtype: dtype) }
    return BilinearKernel.scatter(self, inputShape)
  }

  private func requirePixels(
    _ operation: StaticString, _ images: Shape, _ height: Int, _ width: Int
  ) {
    Tensor.require(
      images.rank == 4 && images[1] > 0 && images[2] > 0 && height > 0 && width > 0,
      "\(operation): images \(images) must be [batch, height, width, channels] with at least one "
        + "pixel, and so must the size \(height)x\(width)")
  }
}
