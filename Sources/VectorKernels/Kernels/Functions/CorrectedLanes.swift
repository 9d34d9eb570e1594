import GradusVectorKernels

extension VectorTier {
  /// The result of a function, computed again in double precision, one by one, for lanes whose argument
  /// is `bound` or greater, or `-bound` or less, or NaN.
  @inline(__always)
  static func corrected(
    _ result: Vector, of x: Vector, from bound: Scalar, by function: (Double) -> Double
  ) -> Vector {
    var numbers = (argument: x, result: result)
    correct(&numbers, from: bound, by: function)
    return numbers.result
  }

  /// By way of memory: vectors that are passed and returned in halves would be computed in halves.
  @inline(never)
  private static func correct(
    _ numbers: inout (argument: Vector, result: Vector), from bound: Scalar,
    by function: (Double) -> Double
  ) {
    for lane in 0..<lanes where !(numbers.argument[lane].magnitude < bound) {
      numbers.result[lane] = Scalar(function(Double(numbers.argument[lane])))
    }
  }
}
