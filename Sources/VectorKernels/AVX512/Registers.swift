import CGradusProcessor

/// AVX-512 (F, BW, DQ and VL): thirty-two registers. An element of the left operand is broadcast in
/// the multiply-add itself, so that a tile of one vector a row costs no register for it.
enum Registers {
  /// Bytes of a register.
  @inline(__always) static var bytes: Int { 64 }
  /// Rows and vectors of the tile of Winograd's products.
  @inline(__always) static var rows: Int { 16 }
  @inline(__always) static var vectors: Int { 1 }
  /// Rows of the tile of a sum of outer products, at most.
  @inline(__always) static var outerRows: Int { 16 }
  /// Rows and vectors of the tile of a gathered product: each row takes a general register.
  @inline(__always) static var gatheredRows: Int { 8 }
  @inline(__always) static var gatheredVectors: Int { 2 }
  /// Pixels and vectors that a depthwise convolution sums together, and taps that its filter's
  /// gradient does.
  @inline(__always) static var depthwisePixels: Int { 4 }
  @inline(__always) static var depthwiseVectors: Int { 2 }
  @inline(__always) static var depthwiseTaps: Int { 5 }
}

typealias FloatVector = SIMD16<Float>
typealias DoubleVector = SIMD8<Double>
typealias FloatBits = SIMD16<Int32>
typealias DoubleBits = SIMD8<Int64>
// Functions work on one register: the compiler makes vectors of sixteen lanes whole, and of thirty-two loops.
// Two registers of float64 would be sixteen, and were no faster.
typealias WideFloatTier = FloatTier
typealias WideDoubleTier = DoubleTier

@inline(__always) func hardwareSquareRoot(_ x: FloatVector) -> FloatVector {
  gradus_sqrt_float16(x)
}
@inline(__always) func hardwareSquareRoot(_ x: DoubleVector) -> DoubleVector {
  gradus_sqrt_double8(x)
}

// Parts of a vector: the first `count` elements, fewer than all.
@inline(__always) func hardwareLoad(part source: UnsafePointer<Float>, _ count: Int) -> FloatVector
{
  gradus_load_part_float16(source, Int64(count))
}
@inline(__always) func hardwareLoad(part source: UnsafePointer<Double>, _ count: Int)
  -> DoubleVector
{
  gradus_load_part_double8(source, Int64(count))
}
@inline(__always) func hardwareStore(
  part x: FloatVector, _ target: UnsafeMutablePointer<Float>, _ count: Int
) { gradus_store_part_float16(x, target, Int64(count)) }
@inline(__always) func hardwareStore(
  part x: DoubleVector, _ target: UnsafeMutablePointer<Double>, _ count: Int
) { gradus_store_part_double8(x, target, Int64(count)) }
