import GradusAutodiff
import GradusTensors

extension Variable {
  /// Images `[n, h, w, c]` at another size, linear between pixels where they grow; where they shrink, each
  /// new pixel is the average over a triangle of all that shrink into it, so that nothing is aliased: torchvision's
  /// `resize` of tensors with `antialias`.
  func resizedWithoutAliasing(height: Int, width: Int) -> Variable {
    var result = self
    if height < shape[1] { result = result.shrunk(axis: 1, to: height) }
    if width < shape[2] { result = result.shrunk(axis: 2, to: width) }
    return result.shape[1] == height && result.shape[2] == width
      ? result : result.resizedBilinearly(height: height, width: width)
  }

  private func shrunk(axis: Int, to length: Int) -> Variable {
    let (from, isShapeOnly) = (shape[axis], value.isShapeOnly)
    let weights =
      isShapeOnly
      ? Tensor(shapeOnly: [from, length], dtype: dtype)
      : Self.triangles(from: from, to: length, dtype: dtype)
    let order = axis == 1 ? [0, 2, 3, 1] : [0, 1, 3, 2]
    let last = permuted(order)
    let product = last.reshaped(to: [-1, from])
      .matmul(tape.map { $0.constant(weights) } ?? Variable(weights))
    let leading = Array(last.shape.dimensions.dropLast())
    // The inverse: where each axis went.
    return product.reshaped(to: leading + [length]).permuted(axis == 1 ? [0, 3, 1, 2] : order)
  }

  /// The share of each of `from` pixels in each of `length` new ones, `[from, length]`.
  private static func triangles(from: Int, to length: Int, dtype: DType) -> Tensor {
    let scale = Double(from) / Double(length)
    @Sendable func height(_ pixel: Int, _ target: Int) -> Double {
      let centre = (Double(target) + 0.5) * scale
      return max(0, 1 - abs(Double(pixel) + 0.5 - centre) / scale)
    }
    let totals = (0..<length).map { target in
      (0..<from).reduce(0) { $0 + height($1, target) }
    }
    return Tensor.generate([from, length], dtype: dtype) { index in
      let (pixel, target) = index.quotientAndRemainder(dividingBy: length)
      return height(pixel, target) / totals[target]
    }
  }
}
