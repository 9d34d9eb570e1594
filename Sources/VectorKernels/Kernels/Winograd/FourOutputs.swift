/// F(4, 3): six products for four results.
enum FourOutputs: WinogradAxis {
  enum Input: WinogradMap {
    @inline(__always) static var inputs: Int { 6 }
    @inline(__always) static var outputs: Int { 6 }

    @inline(__always)
    static func apply<V: SIMD>(_ d: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = Points<V.Scalar>
      let (d0, d1, d2, d3, d4, d5) = (d(0), d(1), d(2), d(3), d(4), d(5))
      store(0, d4.addingProduct(-P.sum, d2).addingProduct(P.product, d0))
      let even = d4.addingProduct(-P.b2, d2)
      let odd = P.a * d3.addingProduct(-P.b2, d1)
      store(1, even + odd)
      store(2, even - odd)
      let even2 = d4.addingProduct(-P.a2, d2)
      let odd2 = P.b * d3.addingProduct(-P.a2, d1)
      store(3, even2 + odd2)
      store(4, even2 - odd2)
      store(5, d5.addingProduct(-P.sum, d3).addingProduct(P.product, d1))
    }
  }

  enum Output: WinogradMap {
    @inline(__always) static var inputs: Int { 6 }
    @inline(__always) static var outputs: Int { 4 }

    @inline(__always)
    static func apply<V: SIMD>(_ m: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = Points<V.Scalar>
      let (m1, m2, m3, m4) = (m(1), m(2), m(3), m(4))
      let (sum, difference) = (m1 + m2, m1 - m2)
      let (sum2, difference2) = (m3 + m4, m3 - m4)
      store(0, m(0) + sum + sum2)
      store(1, (P.a * difference).addingProduct(P.b, difference2))
      store(2, (P.a2 * sum).addingProduct(P.b2, sum2))
      store(3, m(5).addingProduct(P.a3, difference).addingProduct(P.b3, difference2))
    }
  }

  enum OutputGradient: WinogradMap {
    @inline(__always) static var inputs: Int { 4 }
    @inline(__always) static var outputs: Int { 6 }

    @inline(__always)
    static func apply<V: SIMD>(_ y: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = Points<V.Scalar>
      let (y0, y1, y2, y3) = (y(0), y(1), y(2), y(3))
      store(0, y0)
      let even = y0.addingProduct(P.a2, y2)
      let odd = (P.a * y1).addingProduct(P.a3, y3)
      store(1, even + odd)
      store(2, even - odd)
      let even2 = y0.addingProduct(P.b2, y2)
      let odd2 = (P.b * y1).addingProduct(P.b3, y3)
      store(3, even2 + odd2)
      store(4, even2 - odd2)
      store(5, y3)
    }
  }

  enum Filter: WinogradMap {
    @inline(__always) static var inputs: Int { 3 }
    @inline(__always) static var outputs: Int { 6 }

    @inline(__always)
    static func apply<V: SIMD>(_ g: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = Points<V.Scalar>
      let (g0, g1, g2) = (g(0), g(1), g(2))
      store(0, P.atZero * g0)
      let even = g0.addingProduct(P.a2, g2)
      let odd = P.a * g1
      store(1, P.atA * (even + odd))
      store(2, P.atA * (even - odd))
      let even2 = g0.addingProduct(P.b2, g2)
      let odd2 = P.b * g1
      store(3, P.atB * (even2 + odd2))
      store(4, P.atB * (even2 - odd2))
      store(5, g2)
    }
  }

  enum FilterGradient: WinogradMap {
    @inline(__always) static var inputs: Int { 6 }
    @inline(__always) static var outputs: Int { 3 }

    @inline(__always)
    static func apply<V: SIMD>(_ u: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = Points<V.Scalar>
      let (u1, u2, u3, u4) = (u(1), u(2), u(3), u(4))
      let (sum, difference) = (P.atA * (u1 + u2), P.atA * (u1 - u2))
      let (sum2, difference2) = (P.atB * (u3 + u4), P.atB * (u3 - u4))
      store(0, (sum + sum2).addingProduct(P.atZero, u(0)))
      store(1, (P.a * difference).addingProduct(P.b, difference2))
      store(2, u(5).addingProduct(P.a2, sum).addingProduct(P.b2, sum2))
    }
  }
}

/// The interpolation points 0, ±a, ±b and infinity, for a = 3/4 and b = 3/2.
///
/// Everything but the filter's divisors is exact in binary. In `Float` the largest error is a fifth
/// of that with the usual ±1 and ±2 (measured with 128 channels, relative to the largest output:
/// 1.6e-6 against 8.4e-6), because the powers of these points spread less.
private enum Points<T: BinaryFloatingPoint> {
  @inline(__always) static var a: T { T(0.75) }
  @inline(__always) static var b: T { T(1.5) }
  @inline(__always) static var a2: T { T(0.5625) }
  @inline(__always) static var b2: T { T(2.25) }
  @inline(__always) static var a3: T { T(0.421875) }
  @inline(__always) static var b3: T { T(3.375) }
  /// `a² b²`.
  @inline(__always) static var product: T { T(1.265625) }
  /// `a² + b²`.
  @inline(__always) static var sum: T { T(2.8125) }
  /// `1 / (a² b²)`, the inverse of the product of the differences of 0 from the other points.
  @inline(__always) static var atZero: T { T(64) / T(81) }
  /// `1 / (2 a² (a² - b²))`, the same for ±a.
  @inline(__always) static var atA: T { T(-128) / T(243) }
  /// `1 / (2 b² (b² - a²))`, the same for ±b.
  @inline(__always) static var atB: T { T(32) / T(243) }
}
