import GradusTensors

extension Variable {
  /// Images `[n, h, w, c]` resized to `[n, height, width, c]` by bilinear interpolation.
  ///
  /// Pixels are squares whose centres are compared, pixels beyond the edge are those at the edge, and
  /// nothing is smoothed when an image shrinks: PyTorch's `interpolate` with `align_corners` false.
  /// Interpolation is linear in each axis, so it is a product with one sparse matrix for each; its
  /// derivatives are those of the products. Traps unless all sizes are positive.
  public func resizedBilinearly(height: Int, width: Int) -> Variable {
    Tensor.require(
      shape.rank == 4 && shape[1] > 0 && shape[2] > 0 && height > 0 && width > 0,
      "resizedBilinearly: images \(shape) must be [batch, height, width, channels] with at least "
        + "one pixel, and so must the size \(height)x\(width)")
    let (count, channels) = (shape[0], shape[3])
    var result = self
    if height != shape[1] {
      let rows = Variable(interpolation(from: shape[1], to: height))
      result = rows.matmul(result.reshaped(to: [count, shape[1], shape[2] * channels]))
        .reshaped(to: [count, height, shape[2], channels])
    }
    if width != shape[2] {
      let columns = Variable(interpolation(from: shape[2], to: width))
      result = columns.matmul(result.reshaped(to: [count * height, shape[2], channels]))
        .reshaped(to: [count, height, width, channels])
    }
    return result
  }

  /// The matrix `[target, source]` whose rows hold the weights of the two nearest source pixels.
  private func interpolation(from source: Int, to target: Int) -> Tensor {
    if isShapeOnly { return Tensor(shapeOnly: [target, source], dtype: dtype) }
    var weights = [Double](repeating: 0, count: target * source)
    for pixel in 0..<target {
      let centre = (Double(pixel) + 0.5) * Double(source) / Double(target) - 0.5
      let position = min(max(centre, 0), Double(source - 1))
      let first = Int(position)
      let fraction = position - Double(first)
      weights[pixel * source + first] += 1 - fraction
      weights[pixel * source + min(first + 1, source - 1)] += fraction
    }
    return Tensor(weights, shape: [target, source], dtype: dtype)
  }
}
