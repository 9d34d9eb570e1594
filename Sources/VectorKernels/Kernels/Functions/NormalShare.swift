import GradusVectorKernels

extension VectorTier where Scalar == Float {
  /// By the smaller share, one exponential of one polynomial: exact to 1e-7, and not as the error
  /// function is to its last place, which no factor of a number needs.
  @inline(__always)
  static func normalShare(_ x: Vector) -> Vector {
    let end = Vector(repeating: complementEnd)
    let size = magnitude(x) * Vector(repeating: 0.70710678118654752440)
    let within = replaced(size, by: end, whereBelow: end, size)
    let tail = normalExp(-(within * polynomial(normalTail, within))) * 0.5
    let smaller = replaced(tail, by: .zero, whereBelow: end, size)
    return replaced(1 - smaller, by: smaller, whereNegative: bits(x))
  }
}

extension VectorTier where Scalar == Double {
  /// By the error function.
  @inline(__always)
  static func normalShare(_ x: Vector) -> Vector {
    (errorFunction(x * Vector(repeating: 0.70710678118654752440)) + 1) * 0.5
  }
}
