extension Tensor {
  /// The Euclidean norm of all elements, also where their squares are too small or too large for the
  /// element type; NaN when an element is NaN. Traps on a shape-only tensor.
  public var norm: Double {
    let plain = isShapeOnly ? item : NormKernel.sumOfSquares(self).squareRoot()
    switch dtype {
    case .float32:
      // Within these bounds no square that counts was rounded to 0 or to infinity.
      return plain > 1e-15 && plain < 1e18 ? plain : converted(to: .float64).norm
    case .float64:
      if plain > 1e-140 && plain < 1e150 || plain.isNaN || count == 0 { return plain }
      let largest = absolute().maximum().item
      return largest > 0 && largest.isFinite ? scaledNorm(by: largest) : largest
    }
  }

  /// The norm with all elements divided by a number first.
  private func scaledNorm(by number: Double) -> Double {
    // A power of two divides without rounding, and within these bounds its reciprocal is one too.
    let power = Double(
      sign: .plus, exponent: min(1000, max(-1000, number.exponent)), significand: 1)
    return (self / power).squared().sum().item.squareRoot() * power
  }
}
