import GradusTensors

extension Gradients {
  /// The Euclidean norm of all parameters' gradients together; 0 when there are none.
  ///
  /// Summed in double precision and scaled by the largest, so that it neither overflows nor
  /// underflows. NaN or infinite when a gradient is.
  public var globalNorm: Double {
    let norms = map(\.gradient.norm)
    guard let largest = norms.max(), largest > 0, norms.allSatisfy(\.isFinite) else {
      return norms.first { !$0.isFinite } ?? 0
    }
    return largest * norms.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }

  /// The parameters' gradients times a number.
  public func scaled(by factor: Double) -> Gradients { mapped { $1 * factor } }

  /// The parameters' gradients, all shortened by one factor when their `globalNorm` is above `limit`
  /// (Pascanu, Mikolov and Bengio 2013, algorithm 1), else as they are.
  ///
  /// Gradients with NaN or infinity are returned as they are, so that the next loss shows them.
  /// Traps unless the limit is a finite number above 0.
  public func clipped(toNorm limit: Double) -> Gradients {
    precondition(
      limit > 0 && limit.isFinite,
      "gradients: the norm to clip to must be a finite number above 0, not \(limit)")
    let norm = globalNorm
    return norm.isFinite && norm > limit ? scaled(by: limit / norm) : mapped { $1 }
  }

  /// The parameters' gradients with each number moved into a range; NaN stays.
  public func clipped(to range: ClosedRange<Double>) -> Gradients {
    mapped { $1.clamped(to: range) }
  }

  /// The sum of two runs' gradients by parameter, as accumulation over batches needs it; a parameter
  /// that only one of both knows keeps its gradient. Traps when shapes or element types differ.
  public static func + (left: Gradients, right: Gradients) -> Gradients {
    var sum = left
    sum += right
    return sum
  }
}
