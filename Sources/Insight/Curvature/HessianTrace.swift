import GradusTensors

/// The trace of a Hessian by products with random signs, whose mean it is (Hutchinson 1990).
///
///     let hessian = HessianOperator(of: model) { tape in loss(tape) }
///     let trace = HessianTrace(of: hessian, draws: 100, seed: 1)
///     trace.value, trace.standardError
public struct HessianTrace: Sendable {
  /// The estimate.
  public let value: Double
  /// The standard error of the estimate; NaN of a single draw.
  public let standardError: Double

  /// Estimates a trace.
  ///
  /// - Parameters:
  ///   - hessian: the operator; each draw costs one product.
  ///   - draws: how many vectors of signs are drawn, at least 1.
  ///   - seed: decides the signs.
  public init(of hessian: HessianOperator, draws: Int, seed: UInt64) {
    precondition(draws >= 1, "HessianTrace: needs at least one draw, not \(draws)")
    let products = (0..<draws).map { draw in
      let stream = RandomStream(seed: seed, name: "Hutchinson \(draw)")
      let signs = Tensor.generate([hessian.size], dtype: .float64) {
        stream.bits($0) & 1 == 0 ? 1 : -1
      }
      return signs.dot(hessian.product(signs))
    }
    let mean = products.reduce(0, +) / Double(draws)
    let squares = products.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    value = mean
    standardError = (squares / Double(draws - 1) / Double(draws)).squareRoot()
  }
}
