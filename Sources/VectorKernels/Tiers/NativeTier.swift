/// The tier this module is compiled for, in single precision: on x86-64 AVX2, whose sixteen
/// registers hold twelve sums, two vectors of the right operand and one element of the left.
enum NativeFloat: VectorTier {
  @inline(__always) static var lanes: Int { 8 }
  @inline(__always) static var rows: Int { 6 }
  @inline(__always) static var vectors: Int { 2 }
  @inline(__always) static var outerRows: Int { 4 }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inline(__always)
  static func store(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
  }

  @inline(__always)
  static func clampedBelow(_ x: SIMD8<Float>) -> SIMD8<Float> { Float.clampedBelow(x) }

  @inline(__always)
  static func clamped(_ x: SIMD8<Float>) -> SIMD8<Float> { Float.clamped(x) }
}

/// The same in double precision.
enum NativeDouble: VectorTier {
  @inline(__always) static var lanes: Int { 4 }
  @inline(__always) static var rows: Int { 6 }
  @inline(__always) static var vectors: Int { 2 }
  @inline(__always) static var outerRows: Int { 4 }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Double>.self)
  }

  @inline(__always)
  static func store(_ value: SIMD4<Double>, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD4<Double>.self)
  }

  @inline(__always)
  static func clampedBelow(_ x: SIMD4<Double>) -> SIMD4<Double> {
    x.replacing(with: SIMD4<Double>.zero, where: x .< SIMD4<Double>.zero)
  }

  @inline(__always)
  static func clamped(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let six = SIMD4<Double>(repeating: 6)
    return clampedBelow(x.replacing(with: six, where: x .> six))
  }
}
