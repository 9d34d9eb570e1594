/// Comparisons of whole vectors, written for each concrete type so that they are single instructions.
///
/// Comparisons are false for NaN, which therefore passes a clamp.
protocol VectorClamp: VectorMemory {
  /// max(x, 0).
  static func clampedBelow(_ x: Vector<Self>) -> Vector<Self>
  /// min(max(x, 0), 6).
  static func clamped(_ x: Vector<Self>) -> Vector<Self>
  /// x where a < b, and 0 elsewhere.
  static func kept(_ x: Vector<Self>, whereBelow a: Vector<Self>, _ b: Vector<Self>) -> Vector<Self>
  /// x where 0 < a < 6, and 0 elsewhere.
  static func kept(_ x: Vector<Self>, whereUnclamped a: Vector<Self>) -> Vector<Self>
}

extension Float: VectorClamp {
  @inline(__always)
  static func clampedBelow(_ x: SIMD8<Float>) -> SIMD8<Float> {
    x.replacing(with: SIMD8<Float>.zero, where: x .< SIMD8<Float>.zero)
  }

  @inline(__always)
  static func clamped(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let six = SIMD8<Float>(repeating: 6)
    return clampedBelow(x.replacing(with: six, where: x .> six))
  }

  @inline(__always)
  static func kept(
    _ x: SIMD8<Float>, whereBelow a: SIMD8<Float>, _ b: SIMD8<Float>
  ) -> SIMD8<Float> {
    SIMD8<Float>.zero.replacing(with: x, where: a .< b)
  }

  @inline(__always)
  static func kept(_ x: SIMD8<Float>, whereUnclamped a: SIMD8<Float>) -> SIMD8<Float> {
    let isInside = (a .> SIMD8<Float>.zero) .& (a .< SIMD8<Float>(repeating: 6))
    return SIMD8<Float>.zero.replacing(with: x, where: isInside)
  }
}

extension Double: VectorClamp {
  @inline(__always)
  static func clampedBelow(_ x: SIMD8<Double>) -> SIMD8<Double> {
    x.replacing(with: SIMD8<Double>.zero, where: x .< SIMD8<Double>.zero)
  }

  @inline(__always)
  static func clamped(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let six = SIMD8<Double>(repeating: 6)
    return clampedBelow(x.replacing(with: six, where: x .> six))
  }

  @inline(__always)
  static func kept(
    _ x: SIMD8<Double>, whereBelow a: SIMD8<Double>, _ b: SIMD8<Double>
  ) -> SIMD8<Double> {
    SIMD8<Double>.zero.replacing(with: x, where: a .< b)
  }

  @inline(__always)
  static func kept(_ x: SIMD8<Double>, whereUnclamped a: SIMD8<Double>) -> SIMD8<Double> {
    let isInside = (a .> SIMD8<Double>.zero) .& (a .< SIMD8<Double>(repeating: 6))
    return SIMD8<Double>.zero.replacing(with: x, where: isInside)
  }
}
