import GradusVectorKernels

// x = 2^e (1 + f) with 1 + f between √½ and √2, and log(1 + f) = 2 artanh(f / (2 + f)).

extension VectorTier {
  /// e and 1 + f of a positive normal number.
  @inline(__always)
  private static func split(_ x: Vector) -> (exponent: Bits, significand: Vector) {
    let root = Bits(repeating: Scalar(0.70710678118654752440).signedBits)
    let exponent = lowered(difference(bits(x), root), by: Scalar.significandBitCount)
    let significand = difference(bits(x), raised(exponent, by: Scalar.significandBitCount))
    return (exponent, number(significand))
  }

  /// A small whole number.
  @inline(__always)
  private static func number(whole exponent: Bits) -> Vector {
    number(sum(exponent, Bits(repeating: rounder.signedBits))) - rounder
  }

  /// e log 2 + log(1 + f).
  @inline(__always)
  private static func logarithm(_ e: Vector, _ f: Vector) -> Vector {
    let s = f / (f + 2)
    let square = s * s
    let half = f * 0.5 * f
    let tail = s * (half + square * polynomial(logarithm, square))
    let low = tail.addingProduct(e, Vector(repeating: shortLog2.low))
    return (f - (half - low)).addingProduct(e, Vector(repeating: shortLog2.high))
  }

  /// The natural logarithm.
  @inline(__always)
  static func log(_ x: Vector) -> Vector {
    let least = Vector(repeating: Scalar.leastNormalMagnitude)
    // Takes the least number of either type into the normal range.
    let scale = Vector(repeating: Scalar(1 << 54))
    let normal = replaced(x, by: x * scale, whereBelow: x, least)
    let parts = split(normal)
    let e =
      number(whole: parts.exponent)
      - replaced(.zero, by: Vector(repeating: 54), whereBelow: x, least)
    let result = logarithm(e, parts.significand - 1)
    return limited(result, x, least: 0)
  }

  /// log(1 + x).
  @inline(__always)
  static func logOnePlus(_ x: Vector) -> Vector {
    let parts = split(x + 1)
    // The rounding of 1 + x does not matter where 1 does not.
    let exact = remainder(x, parts.exponent)
    let f = replaced(
      parts.significand - 1, by: exact, whereBelow: x, Vector(repeating: Scalar(1 << 30)))
    let result = logarithm(number(whole: parts.exponent), f)
    return signed(limited(result, x, least: -1), like: x)
  }

  /// log(1 + x) of numbers from 0 to 1.
  @inline(__always)
  static func logOnePlusFraction(_ x: Vector) -> Vector {
    let exponent = split(x + 1).exponent
    return logarithm(number(whole: exponent), remainder(x, exponent))
  }

  /// (1 + x) / 2^e - 1, rounded once.
  @inline(__always)
  private static func remainder(_ x: Vector, _ exponent: Bits) -> Vector {
    let one = Bits(repeating: Scalar(1).signedBits)
    let scale = number(difference(one, raised(exponent, by: Scalar.significandBitCount)))
    return (scale - 1).addingProduct(x, scale)
  }

  /// The result, but minus infinity at the least argument, NaN below it, and infinity and NaN as they
  /// are.
  @inline(__always)
  private static func limited(_ result: Vector, _ x: Vector, least: Scalar) -> Vector {
    let finite = replaced(x, by: result, whereBelow: x, Vector(repeating: .infinity))
    let end = replaced(
      Vector(repeating: -.infinity), by: Vector(repeating: .nan), whereBelow: x,
      Vector(repeating: least))
    return replaced(finite, by: end, whereBelow: x, Vector(repeating: least.nextUp))
  }
}
