/// F(2, 5): six products for two results of five taps, with the points of F(4, 3), so that what tiles see
/// is mapped alike.
enum TwoOutputsOfFive: WinogradAxis {
  typealias Input = FourOutputs.Input

  enum Output: WinogradMap {
    @inline(__always) static var inputs: Int { 6 }
    @inline(__always) static var outputs: Int { 2 }

    @inline(__always)
    static func apply<V: SIMD>(_ m: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = SixPoints<V.Scalar>
      let (m1, m2, m3, m4) = (m(1), m(2), m(3), m(4))
      store(0, m(0) + (m1 + m2) + (m3 + m4))
      store(1, m(5).addingProduct(P.a, m1 - m2).addingProduct(P.b, m3 - m4))
    }
  }

  enum OutputGradient: WinogradMap {
    @inline(__always) static var inputs: Int { 2 }
    @inline(__always) static var outputs: Int { 6 }

    @inline(__always)
    static func apply<V: SIMD>(_ y: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = SixPoints<V.Scalar>
      let (y0, y1) = (y(0), y(1))
      store(0, y0)
      store(1, y0.addingProduct(P.a, y1))
      store(2, y0.addingProduct(-P.a, y1))
      store(3, y0.addingProduct(P.b, y1))
      store(4, y0.addingProduct(-P.b, y1))
      store(5, y1)
    }
  }

  enum Filter: WinogradMap {
    @inline(__always) static var inputs: Int { 5 }
    @inline(__always) static var outputs: Int { 6 }

    @inline(__always)
    static func apply<V: SIMD>(_ g: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = SixPoints<V.Scalar>
      let (g0, g1, g2, g3, g4) = (g(0), g(1), g(2), g(3), g(4))
      store(0, P.atZero * g0)
      let even = g0.addingProduct(P.a2, g2.addingProduct(P.a2, g4))
      let odd = g1.addingProduct(P.a2, g3)
      store(1, P.atA * even.addingProduct(P.a, odd))
      store(2, P.atA * even.addingProduct(-P.a, odd))
      let even2 = g0.addingProduct(P.b2, g2.addingProduct(P.b2, g4))
      let odd2 = g1.addingProduct(P.b2, g3)
      store(3, P.atB * even2.addingProduct(P.b, odd2))
      store(4, P.atB * even2.addingProduct(-P.b, odd2))
      store(5, g4)
    }
  }

  enum FilterGradient: WinogradMap {
    @inline(__always) static var inputs: Int { 6 }
    @inline(__always) static var outputs: Int { 5 }

    @inline(__always)
    static func apply<V: SIMD>(_ u: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      typealias P = SixPoints<V.Scalar>
      let (u1, u2, u3, u4) = (u(1), u(2), u(3), u(4))
      let (sum, difference) = (P.atA * (u1 + u2), P.atA * (u1 - u2))
      let (sum2, difference2) = (P.atB * (u3 + u4), P.atB * (u3 - u4))
      store(0, (sum + sum2).addingProduct(P.atZero, u(0)))
      store(1, (P.a * difference).addingProduct(P.b, difference2))
      store(2, (P.a2 * sum).addingProduct(P.b2, sum2))
      store(3, (P.a3 * difference).addingProduct(P.b3, difference2))
      store(4, u(5).addingProduct(P.a2 * P.a2, sum).addingProduct(P.b2 * P.b2, sum2))
    }
  }
}
