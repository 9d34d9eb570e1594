/// F(2, 3): four products for two results, with the interpolation points 0, ±1 and infinity.
enum TwoOutputs: WinogradAxis {
  enum Input: WinogradMap {
    @inline(__always) static var inputs: Int { 4 }
    @inline(__always) static var outputs: Int { 4 }

    @inline(__always)
    static func apply<V: SIMD>(_ x: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      let (x0, x1, x2, x3) = (x(0), x(1), x(2), x(3))
      store(0, x0 - x2)
      store(1, x1 + x2)
      store(2, x2 - x1)
      store(3, x3 - x1)
    }
  }

  enum Output: WinogradMap {
    @inline(__always) static var inputs: Int { 4 }
    @inline(__always) static var outputs: Int { 2 }

    @inline(__always)
    static func apply<V: SIMD>(_ x: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      let (x1, x2) = (x(1), x(2))
      store(0, x(0) + (x1 + x2))
      store(1, (x1 - x2) + x(3))
    }
  }

  enum OutputGradient: WinogradMap {
    @inline(__always) static var inputs: Int { 2 }
    @inline(__always) static var outputs: Int { 4 }

    @inline(__always)
    static func apply<V: SIMD>(_ x: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      let (x0, x1) = (x(0), x(1))
      store(0, x0)
      store(1, x0 + x1)
      store(2, x0 - x1)
      store(3, x1)
    }
  }

  enum Filter: WinogradMap {
    @inline(__always) static var inputs: Int { 3 }
    @inline(__always) static var outputs: Int { 4 }

    @inline(__always)
    static func apply<V: SIMD>(_ x: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      let (x0, x1, x2) = (x(0), x(1), x(2))
      let (even, odd) = ((x0 + x2) * V.Scalar(0.5), x1 * V.Scalar(0.5))
      store(0, x0)
      store(1, even + odd)
      store(2, even - odd)
      store(3, x2)
    }
  }

  enum FilterGradient: WinogradMap {
    @inline(__always) static var inputs: Int { 4 }
    @inline(__always) static var outputs: Int { 3 }

    @inline(__always)
    static func apply<V: SIMD>(_ x: (Int) -> V, _ store: (Int, V) -> Void)
    where V.Scalar: BinaryFloatingPoint {
      let (x1, x2) = (x(1) * V.Scalar(0.5), x(2) * V.Scalar(0.5))
      store(0, x(0) + (x1 + x2))
      store(1, x1 - x2)
      store(2, (x1 + x2) + x(3))
    }
  }
}
