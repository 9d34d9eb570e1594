import GradusVectorKernels

// Two vectors beside each other, for tiers where that makes no more than sixteen elements: a processor
// looks some hundred instructions ahead, and a function is a chain of fifty, each of which waits for the
// one before. What is computed is the same.
// Written as `ElementTiers` are, and for their reason.

/// Vectors of two registers in single precision.
enum FloatPairTier: VectorTier {
  typealias Scalar = Float
  typealias Vector = FloatPair
  typealias Bits = FloatPairBits

  @inline(__always)
  static func replaced(
    _ x: FloatPair, by other: FloatPair, whereBelow a: FloatPair, _ b: FloatPair
  ) -> FloatPair { x.replacing(with: other, where: a .< b) }

  @inline(__always)
  static func greater(_ x: FloatPair, _ other: FloatPair) -> FloatPair {
    x.replacing(with: other, where: .!(other .<= x) .& (x .== x))
  }

  @inline(__always)
  static func greater(
    _ x: (FloatPair, FloatPairBits), _ other: (FloatPair, FloatPairBits)
  ) -> (FloatPair, FloatPairBits) {
    let wins = .!(other.0 .<= x.0) .& (x.0 .== x.0)
    return (x.0.replacing(with: other.0, where: wins), x.1.replacing(with: other.1, where: wins))
  }

  @inline(__always)
  static func kept(_ x: FloatPair, whereEqual a: FloatPairBits, _ b: FloatPairBits) -> FloatPair {
    FloatPair.zero.replacing(with: x, where: a .== b)
  }

  @inline(__always)
  static func lesser(_ x: FloatPair, _ other: FloatPair) -> FloatPair {
    x.replacing(with: other, where: .!(x .<= other) .& (x .== x))
  }

  @inline(__always)
  static func replaced(
    _ x: FloatPair, by other: FloatPair, whereNegative bits: FloatPairBits
  ) -> FloatPair { x.replacing(with: other, where: bits .< FloatPairBits.zero) }

  @inline(__always)
  static func anyReaches(_ x: FloatPair, _ bound: Float) -> Bool {
    let size = number(common(bits(x), FloatPairBits(repeating: .max)))
    let reached = FloatPairBits.zero.replacing(
      with: FloatPairBits(repeating: -1), where: size .>= FloatPair(repeating: bound))
    return isAnySet(unsafeBitCast(reached.lowHalf | reached.highHalf, to: DoubleBits.self))
  }

  @inline(__always) static func bits(_ x: FloatPair) -> FloatPairBits {
    unsafeBitCast(x, to: FloatPairBits.self)
  }
  @inline(__always) static func number(_ bits: FloatPairBits) -> FloatPair {
    unsafeBitCast(bits, to: FloatPair.self)
  }
  @inline(__always) static func squareRoot(_ x: FloatPair) -> FloatPair {
    FloatPair(
      lowHalf: hardwareSquareRoot(x.lowHalf), highHalf: hardwareSquareRoot(x.highHalf))
  }
  @inline(__always)
  static func loadPart(_ pointer: UnsafePointer<Float>, _ count: Int) -> FloatPair {
    let half = FloatTier.lanes
    return FloatPair(
      lowHalf: FloatTier.load(pointer, first: count),
      highHalf: count > half ? FloatTier.loadPart(pointer + half, count &- half) : .zero)
  }
  @inline(__always)
  static func storePart(_ value: FloatPair, _ pointer: UnsafeMutablePointer<Float>, _ count: Int) {
    let half = FloatTier.lanes
    FloatTier.store(value.lowHalf, pointer, first: count)
    if count > half { FloatTier.storePart(value.highHalf, pointer + half, count &- half) }
  }
  @inline(__always) static func sum(_ a: FloatPairBits, _ b: FloatPairBits) -> FloatPairBits {
    a &+ b
  }
  @inline(__always) static func difference(_ a: FloatPairBits, _ b: FloatPairBits) -> FloatPairBits
  { a &- b }
  @inline(__always) static func common(_ a: FloatPairBits, _ b: FloatPairBits) -> FloatPairBits {
    a & b
  }
  @inline(__always) static func either(_ a: FloatPairBits, _ b: FloatPairBits) -> FloatPairBits {
    a ^ b
  }
  @inline(__always) static func raised(_ a: FloatPairBits, by places: Int) -> FloatPairBits {
    a &<< FloatPairBits(repeating: Int32(truncatingIfNeeded: places))
  }
  @inline(__always) static func lowered(_ a: FloatPairBits, by places: Int) -> FloatPairBits {
    a &>> FloatPairBits(repeating: Int32(truncatingIfNeeded: places))
  }
}

/// The same in double precision.
enum DoublePairTier: VectorTier {
  typealias Scalar = Double
  typealias Vector = DoublePair
  typealias Bits = DoublePairBits

  @inline(__always)
  static func replaced(
    _ x: DoublePair, by other: DoublePair, whereBelow a: DoublePair, _ b: DoublePair
  ) -> DoublePair { x.replacing(with: other, where: a .< b) }

  @inline(__always)
  static func greater(_ x: DoublePair, _ other: DoublePair) -> DoublePair {
    x.replacing(with: other, where: .!(other .<= x) .& (x .== x))
  }

  @inline(__always)
  static func greater(
    _ x: (DoublePair, DoublePairBits), _ other: (DoublePair, DoublePairBits)
  ) -> (DoublePair, DoublePairBits) {
    let wins = .!(other.0 .<= x.0) .& (x.0 .== x.0)
    return (x.0.replacing(with: other.0, where: wins), x.1.replacing(with: other.1, where: wins))
  }

  @inline(__always)
  static func kept(
    _ x: DoublePair, whereEqual a: DoublePairBits, _ b: DoublePairBits
  ) -> DoublePair {
    DoublePair.zero.replacing(with: x, where: a .== b)
  }

  @inline(__always)
  static func lesser(_ x: DoublePair, _ other: DoublePair) -> DoublePair {
    x.replacing(with: other, where: .!(x .<= other) .& (x .== x))
  }

  @inline(__always)
  static func replaced(
    _ x: DoublePair, by other: DoublePair, whereNegative bits: DoublePairBits
  ) -> DoublePair { x.replacing(with: other, where: bits .< DoublePairBits.zero) }

  @inline(__always)
  static func anyReaches(_ x: DoublePair, _ bound: Double) -> Bool {
    let size = number(common(bits(x), DoublePairBits(repeating: .max)))
    let reached = DoublePairBits.zero.replacing(
      with: DoublePairBits(repeating: -1), where: size .>= DoublePair(repeating: bound))
    return isAnySet(reached.lowHalf | reached.highHalf)
  }

  @inline(__always) static func bits(_ x: DoublePair) -> DoublePairBits {
    unsafeBitCast(x, to: DoublePairBits.self)
  }
  @inline(__always) static func number(_ bits: DoublePairBits) -> DoublePair {
    unsafeBitCast(bits, to: DoublePair.self)
  }
  @inline(__always) static func squareRoot(_ x: DoublePair) -> DoublePair {
    DoublePair(
      lowHalf: hardwareSquareRoot(x.lowHalf), highHalf: hardwareSquareRoot(x.highHalf))
  }
  @inline(__always)
  static func loadPart(_ pointer: UnsafePointer<Double>, _ count: Int) -> DoublePair {
    let half = DoubleTier.lanes
    return DoublePair(
      lowHalf: DoubleTier.load(pointer, first: count),
      highHalf: count > half ? DoubleTier.loadPart(pointer + half, count &- half) : .zero)
  }
  @inline(__always)
  static func storePart(_ value: DoublePair, _ pointer: UnsafeMutablePointer<Double>, _ count: Int)
  {
    let half = DoubleTier.lanes
    DoubleTier.store(value.lowHalf, pointer, first: count)
    if count > half { DoubleTier.storePart(value.highHalf, pointer + half, count &- half) }
  }
  @inline(__always) static func sum(_ a: DoublePairBits, _ b: DoublePairBits) -> DoublePairBits {
    a &+ b
  }
  @inline(__always) static func difference(_ a: DoublePairBits, _ b: DoublePairBits)
    -> DoublePairBits
  {
    a &- b
  }
  @inline(__always) static func common(_ a: DoublePairBits, _ b: DoublePairBits) -> DoublePairBits {
    a & b
  }
  @inline(__always) static func either(_ a: DoublePairBits, _ b: DoublePairBits) -> DoublePairBits {
    a ^ b
  }
  @inline(__always) static func raised(_ a: DoublePairBits, by places: Int) -> DoublePairBits {
    a &<< DoublePairBits(repeating: Int64(places))
  }
  @inline(__always) static func lowered(_ a: DoublePairBits, by places: Int) -> DoublePairBits {
    a &>> DoublePairBits(repeating: Int64(places))
  }
}
