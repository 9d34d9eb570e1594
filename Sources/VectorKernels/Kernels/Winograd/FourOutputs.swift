/// F(4, 3): six products for four results.
enum FourOutputs: WinogradAxis {
  enum Input: WinogradMap {
    @inline(__always) static var inputs: Int { 6 }
    @inline(__always) static var outputs: Int { 6 }

    @inline(__always)
    static func apply<V: SIMD>(_ d: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = SixPoints<V.Scalar>
      let (d0, d1, d2, d3, d4, d5) = (d(0), d(1), d(2), d(3), d(4), d(5))
      store(0, d4.addingProduct(-P.sum, d2).addingProduct(P.product, d0))
      let even = d4.addingProduct(-P.b2, d2)
      let odd = d3.addingProduct(-P.b2, d1)
      store(1, even.addingProduct(P.a, odd))
      store(2, even.addingProduct(-P.a, odd))
      let even2 = d4.addingProduct(-P.a2, d2)
      let odd2 = d3.addingProduct(-P.a2, d1)
      store(3, even2.addingProduct(P.b, odd2))
      store(4, even2.addingProduct(-P.b, odd2))
      store(5, d5.addingProduct(-P.sum, d3).addingProduct(P.product, d1))
    }
  }

  enum Output: WinogradMap {
    @inline(__always) static var inputs: Int { 6 }
    @inline(__always) static var outputs: Int { 4 }

    @inline(__always)
    static func apply<V: SIMD>(_ m: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = SixPoints<V.Scalar>
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
      typealias P = SixPoints<V.Scalar>
      let (y0, y1, y2, y3) = (y(0), y(1), y(2), y(3))
      store(0, y0)
      let even = y0.addingProduct(P.a2, y2)
      let odd = y1.addingProduct(P.a2, y3)
      store(1, even.addingProduct(P.a, odd))
      store(2, even.addingProduct(-P.a, odd))
      let even2 = y0.addingProduct(P.b2, y2)
      let odd2 = y1.addingProduct(P.b2, y3)
      store(3, even2.addingProduct(P.b, odd2))
      store(4, even2.addingProduct(-P.b, odd2))
      store(5, y3)
    }
  }

  enum Filter: WinogradMap {
    @inline(__always) static var inputs: Int { 3 }
    @inline(__always) static var outputs: Int { 6 }

    @inline(__always)
    static func apply<V: SIMD>(_ g: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = SixPoints<V.Scalar>
      let (g0, g1, g2) = (g(0), g(1), g(2))
      store(0, P.atZero * g0)
      let even = g0.addingProduct(P.a2, g2)
      store(1, P.atA * even.addingProduct(P.a, g1))
      store(2, P.atA * even.addingProduct(-P.a, g1))
      let even2 = g0.addingProduct(P.b2, g2)
      store(3, P.atB * even2.addingProduct(P.b, g1))
      store(4, P.atB * even2.addingProduct(-P.b, g1))
      store(5, g2)
    }
  }

  enum FilterGradient: WinogradMap {
    @inline(__always) static var inputs: Int { 6 }
    @inline(__always) static var outputs: Int { 3 }

    @inline(__always)
    static func apply<V: SIMD>(_ u: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = SixPoints<V.Scalar>
      let (u1, u2, u3, u4) = (u(1), u(2), u(3), u(4))
      let (sum, difference) = (P.atA * (u1 + u2), P.atA * (u1 - u2))
      let (sum2, difference2) = (P.atB * (u3 + u4), P.atB * (u3 - u4))
      store(0, (sum + sum2).addingProduct(P.atZero, u(0)))
      store(1, (P.a * difference).addingProduct(P.b, difference2))
      store(2, u(5).addingProduct(P.a2, sum).addingProduct(P.b2, sum2))
    }
  }
}
