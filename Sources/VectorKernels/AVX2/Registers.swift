import CGradusProcessor

/// AVX2 with fused multiply-add: sixteen registers, which hold twelve sums, two vectors of the right
/// operand and one element of the left.
enum Registers {
  /// Bytes of a register.
  @inline(__always) static var bytes: Int { 32 }
  /// Rows and vectors of the tile of Winograd's products.
  @inline(__always) static var rows: Int { 6 }
  @inline(__always) static var vectors: Int { 2 }
  /// Rows of the tile of a sum of outer products, at most.
  @inline(__always) static var outerRows: Int { 4 }
  /// Rows and vectors of the tile of a gathered product.
  @inline(__always) static var gatheredRows: Int { 6 }
  @inline(__always) static var gatheredVectors: Int { 2 }
  /// Pixels and vectors that a depthwise convolution sums together, and taps that its filter's
  /// gradient does.
  @inline(__always) static var depthwisePixels: Int { 4 }
  @inline(__always) static var depthwiseVectors: Int { 2 }
  @inline(__always) static var depthwiseTaps: Int { 5 }
}

typealias FloatVector = SIMD8<Float>
typealias DoubleVector = SIMD4<Double>
typealias FloatBits = SIMD8<Int32>
typealias DoubleBits = SIMD4<Int64>
// Of two registers, which functions work on.
typealias FloatPair = SIMD16<Float>
typealias DoublePair = SIMD8<Double>
typealias FloatPairBits = SIMD16<Int32>
typealias DoublePairBits = SIMD8<Int64>
typealias WideFloatTier = FloatPairTier
typealias WideDoubleTier = DoublePairTier

@inline(__always) func hardwareSquareRoot(_ x: FloatVector) -> FloatVector {
  gradus_sqrt_float8(x)
}
@inline(__always) func hardwareSquareRoot(_ x: DoubleVector) -> DoubleVector {
  gradus_sqrt_double4(x)
}

// Parts of a vector: the first `count` elements, fewer than all.
@inline(__always) func hardwareLoad(part source: UnsafePointer<Float>, _ count: Int) -> FloatVector
{
  gradus_load_part_float8(source, Int64(count))
}
@inline(__always) func hardwareLoad(part source: UnsafePointer<Double>, _ count: Int)
  -> DoubleVector
{
  gradus_load_part_double4(source, Int64(count))
}
@inline(__always) func hardwareStore(
  part x: FloatVector, _ target: UnsafeMutablePointer<Float>, _ count: Int
) { gradus_store_part_float8(x, target, Int64(count)) }
@inline(__always) func hardwareStore(
  part x: DoubleVector, _ target: UnsafeMutablePointer<Double>, _ count: Int
) { gradus_store_part_double4(x, target, Int64(count)) }
