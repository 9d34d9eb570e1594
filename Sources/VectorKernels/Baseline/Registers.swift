import CGradusProcessor

/// What an architecture other than x86-64 always has: thirty-two registers of sixteen bytes on ARM.
enum Registers {
  /// Bytes of a register.
  @inline(__always) static var bytes: Int { 16 }
  /// Rows and vectors of the tile of Winograd's products.
  @inline(__always) static var rows: Int { 6 }
  @inline(__always) static var vectors: Int { 4 }
  /// Rows of the tile of a sum of outer products, at most.
  @inline(__always) static var outerRows: Int { 4 }
  /// Rows and vectors of the tile of a gathered product.
  @inline(__always) static var gatheredRows: Int { 6 }
  @inline(__always) static var gatheredVectors: Int { 4 }
  /// Pixels and vectors that a depthwise convolution sums together, and taps that its filter's
  /// gradient does.
  @inline(__always) static var depthwisePixels: Int { 4 }
  @inline(__always) static var depthwiseVectors: Int { 4 }
  @inline(__always) static var depthwiseTaps: Int { 5 }
}

typealias FloatVector = SIMD4<Float>
typealias DoubleVector = SIMD2<Double>
typealias FloatBits = SIMD4<Int32>
typealias DoubleBits = SIMD2<Int64>
// Of two registers, which functions work on.
typealias FloatPair = SIMD8<Float>
typealias DoublePair = SIMD4<Double>
typealias FloatPairBits = SIMD8<Int32>
typealias DoublePairBits = SIMD4<Int64>
typealias WideFloatTier = FloatPairTier
typealias WideDoubleTier = DoublePairTier

@inline(__always) func hardwareSquareRoot(_ x: FloatVector) -> FloatVector {
  gradus_sqrt_float4(x)
}
@inline(__always) func hardwareSquareRoot(_ x: DoubleVector) -> DoubleVector {
  gradus_sqrt_double2(x)
}

// Parts of a vector: the first `count` elements, fewer than all.
@inline(__always) func hardwareLoad<V: SIMD>(part source: UnsafePointer<V.Scalar>, _ count: Int)
  -> V
where V.Scalar: BinaryFloatingPoint {
  var value = V.zero
  for lane in 0..<count { value[lane] = source[lane] }
  return value
}
@inline(__always) func hardwareStore<V: SIMD>(
  part x: V, _ target: UnsafeMutablePointer<V.Scalar>, _ count: Int
) { for lane in 0..<count { target[lane] = x[lane] } }
