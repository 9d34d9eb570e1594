import Foundation
import GradusVectorKernels

// x = n π / 2 + r, π / 2 taken off in three parts (Cody and Waite 1980), polynomials of r.

extension VectorTier {
  /// The sine of an angle in radians.
  @inline(__always)
  static func sin(_ x: Vector) -> Vector {
    let size = magnitude(x)
    let sign = common(bits(x), Bits(repeating: Scalar.SignedBits.min))
    let result = number(either(bits(turned(size, by: 0)), sign))
    return anyReaches(x, widestAngle) ? wide(result, x) { Foundation.sin($0) } : result
  }

  /// The cosine of an angle in radians.
  @inline(__always)
  static func cos(_ x: Vector) -> Vector {
    let result = turned(magnitude(x), by: 1)
    return anyReaches(x, widestAngle) ? wide(result, x) { Foundation.cos($0) } : result
  }

  /// The sine of an angle and some quarter turns.
  @inline(__always)
  private static func turned(_ x: Vector, by quarters: Scalar.SignedBits) -> Vector {
    let rounder = Vector(repeating: Self.rounder)
    let rounded = rounder.addingProduct(x, Vector(repeating: 0.636619772367581343))
    let multiple = rounded - rounder
    let r = x.addingProduct(multiple, Vector(repeating: -quarterTurn.0))
      .addingProduct(multiple, Vector(repeating: -quarterTurn.1))
      .addingProduct(multiple, Vector(repeating: -quarterTurn.2))
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

  /// The results of angles that are too wide are the C library's.
  @inline(never)
  private static func wide(_ result: Vector, _ x: Vector, _ function: (Double) -> Double) -> Vector
  {
    var result = result
    for lane in 0..<lanes where !(x[lane].magnitude < widestAngle) {
      result[lane] = Scalar(function(Double(x[lane])))
    }
    return result
  }
}
