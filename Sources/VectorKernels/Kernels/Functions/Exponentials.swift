import Foundation
import GradusVectorKernels

// Functions that are made of exp: x = n log 2 + r, exp(r) by a polynomial, times 2^n.

extension VectorTier {
  /// The polynomial with these coefficients, lowest power first, by Horner's rule.
  @inline(__always)
  static func polynomial(_ coefficients: [Scalar], _ x: Vector) -> Vector {
    var sum = Vector(repeating: coefficients[coefficients.count &- 1])
    var index = coefficients.count &- 2
    while index >= 0 {
      sum = Vector(repeating: coefficients[index]).addingProduct(sum, x)
      index &-= 1
    }
    return sum
  }

  /// 2 to the power of a whole number within the normal range, from a sum with `rounder`.
  @inline(__always)
  static func powerOfTwo(_ exponent: Bits) -> Vector {
    let bias = Bits(repeating: Scalar(1).signedBits)
    return number(sum(raised(exponent, by: Scalar.significandBitCount), bias))
  }

  /// x = n log 2 + r: n by a sum with `rounder`, and exp(r) - 1.
  @inline(__always)
  static func reduced(_ x: Vector) -> (multiple: Vector, rounded: Vector, rest: Vector) {
    let rounder = Vector(repeating: Self.rounder)
    let rounded = rounder.addingProduct(x, Vector(repeating: 1.44269504088896341))
    let multiple = rounded - rounder
    let near = x.addingProduct(multiple, Vector(repeating: -log2.high))
    let r = near.addingProduct(multiple, Vector(repeating: -log2.low))
    return (multiple, rounded, r.addingProduct(r * r, polynomial(exponential, r)))
  }

  /// exp(x) for results within the normal range.
  @inline(__always)
  static func normalExp(_ x: Vector) -> Vector {
    let parts = reduced(x)
    let two = powerOfTwo(bits(parts.rounded))
    return two.addingProduct(two, parts.rest)
  }

  /// exp(x) as (1 + rest) times two powers of two: 2^n need not be a normal number.
  @inline(__always)
  private static func factors(_ x: Vector) -> (rest: Vector, first: Vector, second: Vector) {
    let (low, high) = (
      Vector(repeating: exponentialRange.low), Vector(repeating: exponentialRange.high)
    )
    let above = replaced(x, by: low, whereBelow: x, low)
    let parts = reduced(replaced(above, by: high, whereBelow: high, above))
    let exponent = difference(bits(parts.rounded), Bits(repeating: rounder.signedBits))
    let half = lowered(exponent, by: 1)
    return (parts.rest, powerOfTwo(half), powerOfTwo(difference(exponent, half)))
  }

  /// exp(x).
  @inline(__always)
  static func exp(_ x: Vector) -> Vector {
    let factors = factors(x)
    return (factors.rest + 1) * factors.first * factors.second
  }

  /// exp(x) - 1.
  @inline(__always)
  static func expMinusOne(_ x: Vector) -> Vector {
    let (low, high) = (
      Vector(repeating: lowestExponent), Vector(repeating: exponentialRange.high)
    )
    let above = replaced(x, by: low, whereBelow: x, low)
    let parts = reduced(replaced(above, by: high, whereBelow: high, above))
    // Half of it first: 2^n may be out of range where the result is not.
    let exponent = difference(bits(parts.rounded), Bits(repeating: 1))
    let two = powerOfTwo(exponent)
    let half = (two - 0.5).addingProduct(two, parts.rest)
    // Halving takes the last bit off numbers below the normal range, which are their own results.
    return replaced(
      signed(half + half, like: x), by: x, whereBelow: magnitude(x),
      Vector(repeating: Scalar.ulpOfOne / 4))
  }

  /// The hyperbolic tangent.
  @inline(__always)
  static func tanh(_ x: Vector) -> Vector {
    let size = magnitude(x)
    let square = x * x
    let near = size.addingProduct(size * square, polynomial(tanh, square))
    let end = Vector(repeating: tanhRange)
    let within = replaced(size, by: end, whereBelow: end, size)
    let far = 1 - 2 / (normalExp(within + within) + 1)
    return signed(
      replaced(far, by: near, whereBelow: size, Vector(repeating: 0.6)), like: x)
  }

  /// 1 / (1 + exp(-x)).
  ///
  /// Of exp(-x) = 2^n + 2^n rest the power of two is added to 1 first, so that only their sum with the
  /// rest is rounded, and the quotient.
  @inline(__always)
  static func sigmoid(_ x: Vector) -> Vector {
    let parts = reduced(-x)
    let two = powerOfTwo(bits(parts.rounded))
    let first = two + 1
    let lost = 1 - (first - two)
    let result = 1 / (first + lost.addingProduct(two, parts.rest))
    return anyReaches(x, sigmoidRange)
      ? corrected(result, of: x, from: sigmoidRange) {
        let small = Foundation.exp(-$0.magnitude)
        return ($0 < 0 ? small : 1) / (1 + small)
      } : result
  }

  /// log(1 + exp(x)).
  @inline(__always)
  static func softplus(_ x: Vector) -> Vector {
    clampedBelow(x) + logOnePlusFraction(exp(-magnitude(x)))
  }

  /// The error function.
  @inline(__always)
  static func errorFunction(_ x: Vector) -> Vector {
    let size = magnitude(x)
    let square = x * x
    let near = size.addingProduct(size, polynomial(errorFunction, square))
    let end = Vector(repeating: complementEnd)
    let within = replaced(size, by: end, whereBelow: end, size)
    let far = 1 - normalExp(-polynomial(complement, within - complementMiddle))
    return signed(replaced(far, by: near, whereBelow: size, Vector(repeating: 1)), like: x)
  }

  /// |x|.
  @inline(__always)
  static func magnitude(_ x: Vector) -> Vector {
    number(common(bits(x), Bits(repeating: Scalar.SignedBits.max)))
  }

  /// A number of no sign, with the sign of another.
  @inline(__always)
  static func signed(_ x: Vector, like other: Vector) -> Vector {
    let sign = common(bits(other), Bits(repeating: Scalar.SignedBits.min))
    return number(either(common(bits(x), Bits(repeating: Scalar.SignedBits.max)), sign))
  }
}
