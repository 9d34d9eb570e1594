import GradusVectorKernels

// Comparisons and operations on bits are written for each concrete vector, for which they are single
// instructions; those of any vector are loops over its lanes.

/// This module's tier in single precision.
enum FloatTier: VectorTier {
  typealias Scalar = Float
  typealias Vector = FloatVector
  typealias Bits = FloatBits

  @inline(__always)
  static func replaced(
    _ x: FloatVector, by other: FloatVector, whereBelow a: FloatVector, _ b: FloatVector
  ) -> FloatVector { x.replacing(with: other, where: a .< b) }

  @inline(__always)
  static func greater(_ x: FloatVector, _ other: FloatVector) -> FloatVector {
    x.replacing(with: other, where: .!(other .<= x) .& (x .== x))
  }

  @inline(__always)
  static func greater(
    _ x: (FloatVector, FloatBits), _ other: (FloatVector, FloatBits)
  ) -> (FloatVector, FloatBits) {
    let wins = .!(other.0 .<= x.0) .& (x.0 .== x.0)
    return (x.0.replacing(with: other.0, where: wins), x.1.replacing(with: other.1, where: wins))
  }

  @inline(__always)
  static func kept(_ x: FloatVector, whereEqual a: FloatBits, _ b: FloatBits) -> FloatVector {
    FloatVector.zero.replacing(with: x, where: a .== b)
  }

  @inline(__always)
  static func lesser(_ x: FloatVector, _ other: FloatVector) -> FloatVector {
    x.replacing(with: other, where: .!(x .<= other) .& (x .== x))
  }

  @inline(__always)
  static func replaced(
    _ x: FloatVector, by other: FloatVector, whereNegative bits: FloatBits
  ) -> FloatVector { x.replacing(with: other, where: bits .< FloatBits.zero) }

  @inline(__always)
  static func anyReaches(_ x: FloatVector, _ bound: Float) -> Bool {
    let size = number(common(bits(x), FloatBits(repeating: .max)))
    let reached = FloatBits.zero.replacing(
      with: FloatBits(repeating: -1), where: size .>= FloatVector(repeating: bound))
    return isAnySet(unsafeBitCast(reached, to: DoubleBits.self))
  }

  @inline(__always) static func bits(_ x: FloatVector) -> FloatBits {
    unsafeBitCast(x, to: FloatBits.self)
  }
  @inline(__always) static func number(_ bits: FloatBits) -> FloatVector {
    unsafeBitCast(bits, to: FloatVector.self)
  }
  @inline(__always) static func squareRoot(_ x: FloatVector) -> FloatVector {
    hardwareSquareRoot(x)
  }
  @inline(__always)
  static func loadPart(_ pointer: UnsafePointer<Float>, _ count: Int) -> FloatVector {
    hardwareLoad(part: pointer, count)
  }
  @inline(__always)
  static func storePart(_ value: FloatVector, _ pointer: UnsafeMutablePointer<Float>, _ count: Int)
  {
    hardwareStore(part: value, pointer, count)
  }
  @inline(__always) static func sum(_ a: FloatBits, _ b: FloatBits) -> FloatBits { a &+ b }
  @inline(__always) static func difference(_ a: FloatBits, _ b: FloatBits) -> FloatBits { a &- b }
  @inline(__always) static func common(_ a: FloatBits, _ b: FloatBits) -> FloatBits { a & b }
  @inline(__always) static func either(_ a: FloatBits, _ b: FloatBits) -> FloatBits { a ^ b }
  @inline(__always) static func raised(_ a: FloatBits, by places: Int) -> FloatBits {
    a &<< FloatBits(repeating: Int32(truncatingIfNeeded: places))
  }
  @inline(__always) static func lowered(_ a: FloatBits, by places: Int) -> FloatBits {
    a &>> FloatBits(repeating: Int32(truncatingIfNeeded: places))
  }
}

/// The same in double precision.
enum DoubleTier: VectorTier {
  typealias Scalar = Double
  typealias Vector = DoubleVector
  typealias Bits = DoubleBits

  @inline(__always)
  static func replaced(
    _ x: DoubleVector, by other: DoubleVector, whereBelow a: DoubleVector, _ b: DoubleVector
  ) -> DoubleVector { x.replacing(with: other, where: a .< b) }

  @inline(__always)
  static func greater(_ x: DoubleVector, _ other: DoubleVector) -> DoubleVector {
    x.replacing(with: other, where: .!(other .<= x) .& (x .== x))
  }

  @inline(__always)
  static func greater(
    _ x: (DoubleVector, DoubleBits), _ other: (DoubleVector, DoubleBits)
  ) -> (DoubleVector, DoubleBits) {
    let wins = .!(other.0 .<= x.0) .& (x.0 .== x.0)
    return (x.0.replacing(with: other.0, where: wins), x.1.replacing(with: other.1, where: wins))
  }

  @inline(__always)
  static func kept(_ x: DoubleVector, whereEqual a: DoubleBits, _ b: DoubleBits) -> DoubleVector {
    DoubleVector.zero.replacing(with: x, where: a .== b)
  }

  @inline(__always)
  static func lesser(_ x: DoubleVector, _ other: DoubleVector) -> DoubleVector {
    x.replacing(with: other, where: .!(x .<= other) .& (x .== x))
  }

  @inline(__always)
  static func replaced(
    _ x: DoubleVector, by other: DoubleVector, whereNegative bits: DoubleBits
  ) -> DoubleVector { x.replacing(with: other, where: bits .< DoubleBits.zero) }

  @inline(__always)
  static func anyReaches(_ x: DoubleVector, _ bound: Double) -> Bool {
    let size = number(common(bits(x), DoubleBits(repeating: .max)))
    let reached = DoubleBits.zero.replacing(
      with: DoubleBits(repeating: -1), where: size .>= DoubleVector(repeating: bound))
    return isAnySet(reached)
  }

  @inline(__always) static func bits(_ x: DoubleVector) -> DoubleBits {
    unsafeBitCast(x, to: DoubleBits.self)
  }
  @inline(__always) static func number(_ bits: DoubleBits) -> DoubleVector {
    unsafeBitCast(bits, to: DoubleVector.self)
  }
  @inline(__always) static func squareRoot(_ x: DoubleVector) -> DoubleVector {
    hardwareSquareRoot(x)
  }
  @inline(__always)
  static func loadPart(_ pointer: UnsafePointer<Double>, _ count: Int) -> DoubleVector {
    hardwareLoad(part: pointer, count)
  }
  @inline(__always)
  static func storePart(
    _ value: DoubleVector, _ pointer: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    hardwareStore(part: value, pointer, count)
  }
  @inline(__always) static func sum(_ a: DoubleBits, _ b: DoubleBits) -> DoubleBits { a &+ b }
  @inline(__always) static func difference(_ a: DoubleBits, _ b: DoubleBits) -> DoubleBits {
    a &- b
  }
  @inline(__always) static func common(_ a: DoubleBits, _ b: DoubleBits) -> DoubleBits { a & b }
  @inline(__always) static func either(_ a: DoubleBits, _ b: DoubleBits) -> DoubleBits { a ^ b }
  @inline(__always) static func raised(_ a: DoubleBits, by places: Int) -> DoubleBits {
    a &<< DoubleBits(repeating: Int64(places))
  }
  @inline(__always) static func lowered(_ a: DoubleBits, by places: Int) -> DoubleBits {
    a &>> DoubleBits(repeating: Int64(places))
  }
}

/// Whether a bit is set: one test of a register, where comparing vectors is a loop over lanes.
@inline(__always)
func isAnySet(_ bits: DoubleBits) -> Bool {
  var all = bits[0]
  for lane in 1..<DoubleBits.scalarCount { all |= bits[lane] }
  return all != 0
}
