import Foundation
import GradusVectorKernels

// x = n π + r, or n π / 2 + r, multiples taken off in three parts (Cody and Waite 1980), polynomials of r.

extension VectorTier {
  /// The sine of an angle in radians.
  @inline(__always)
  static func sin(_ x: Vector) -> Vector {
    let result = narrowSine(x)
    return anyReaches(x, widestAngle)
      ? corrected(result, of: x, from: widestAngle) { Foundation.sin($0) } : result
  }

  /// The cosine of an angle in radians.
  @inline(__always)
  static func cos(_ x: Vector) -> Vector {
    let result = narrowCosine(x)
    return anyReaches(x, widestAngle)
      ? corrected(result, of: x, from: widestAngle) { Foundation.cos($0) } : result
  }

  /// What is left of an angle when a multiple of some part of a turn is taken off.
  @inline(__always)
  static func rest(
    of x: Vector, without multiple: Vector, _ part: (Scalar, Scalar, Scalar)
  ) -> Vector {
    x.addingProduct(multiple, Vector(repeating: -part.0))
      .addingProduct(multiple, Vector(repeating: -part.1))
      .addingProduct(multiple, Vector(repeating: -part.2))
  }
}

/// By half turns: one polynomial serves sine and cosine.
extension VectorTier where Scalar == Float {
  @inline(__always)
  static func narrowSine(_ x: Vector) -> Vector {
    let rounder = Vector(repeating: Self.rounder)
    let rounded = rounder.addingProduct(x, Vector(repeating: 0.318309886183790672))
    return turned(rest(of: x, without: rounded - rounder, halfTurn), by: bits(rounded))
  }

  @inline(__always)
  static func narrowCosine(_ x: Vector) -> Vector {
    // Of quarter turns the odd ones.
    let rounder = Vector(repeating: Self.rounder)
    let half = Vector(repeating: -0.5).addingProduct(x, Vector(repeating: 0.318309886183790672))
    let rounded = half + rounder
    let r = rest(of: x, without: (rounded - rounder) + 0.5, halfTurn)
    return turned(r, by: sum(bits(rounded), Bits(repeating: 1)))
  }

  /// The sine of an angle of at most a quarter turn to both sides, and some half turns.
  @inline(__always)
  private static func turned(_ r: Vector, by turns: Bits) -> Vector {
    let square = r * r
    // A zero's sign would be lost in the sum.
    let value = signed(r.addingProduct(r * square, polynomial(sine, square)), like: r)
    return number(either(bits(value), raised(turns, by: Int32.bitWidth &- 1)))
  }
}

/// By quarter turns, for shorter polynomials.
extension VectorTier where Scalar == Double {
  @inline(__always)
  static func narrowSine(_ x: Vector) -> Vector {
    let sign = common(bits(x), Bits(repeating: Scalar.SignedBits.min))
    return number(either(bits(turned(magnitude(x), by: 0)), sign))
  }

  @inline(__always)
  static func narrowCosine(_ x: Vector) -> Vector { turned(magnitude(x), by: 1) }

  /// The sine of an angle and some quarter turns.
  @inline(__always)
  private static func turned(_ x: Vector, by quarters: Scalar.SignedBits) -> Vector {
    let rounder = Vector(repeating: Self.rounder)
    let rounded = rounder.addingProduct(x, Vector(repeating: 0.636619772367581343))
    let r = rest(of: x, without: rounded - rounder, quarterTurn)
    let square = r * r
    let odd = r.addingProduct(r * square, polynomial(sine, square))
    let even = (1 - square * 0.5).addingProduct(square * square, polynomial(cosine, square))
    let quadrant = sum(bits(rounded), Bits(repeating: quarters))
    let size = replaced(
      odd, by: even, whereNegative: raised(quadrant, by: Scalar.SignedBits.bitWidth &- 1))
    let sign = common(
      raised(quadrant, by: Scalar.SignedBits.bitWidth &- 2),
      Bits(repeating: Scalar.SignedBits.min))
    return number(either(bits(size), sign))
  }
}
