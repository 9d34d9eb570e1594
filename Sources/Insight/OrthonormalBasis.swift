import GradusTensors

/// Unit vectors at right angles to each other, built one by one.
struct OrthonormalBasis {
  private(set) var vectors: [Tensor] = []

  mutating func append(_ unit: Tensor) { vectors.append(unit) }

  /// A vector without its components along the basis.
  ///
  /// Done twice: once leaves rounding errors as large as what was taken away (Parlett 1980, §6.9).
  func orthogonalized(_ vector: Tensor) -> Tensor {
    var rest = vector
    for _ in 0..<2 {
      for unit in vectors { rest = rest - unit * rest.dot(unit) }
    }
    return rest
  }
}

extension Tensor {
  /// The inner product with a tensor of the same shape.
  func dot(_ other: Tensor) -> Double { (self * other).sum().item }
}
