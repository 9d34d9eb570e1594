@usableFromInline
package enum ELURule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x.expMinusOne().replaced(by: x, wherePositive: x)
  }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g * x.clamped(to: -.infinity...0).exp()
  }
}

@usableFromInline
package enum SELURule: ActivationRule {
  /// λ and α, for which means of 0 and variances of 1 are a fixed point.
  @inlinable @inline(__always) static var scale: Double { 1.0507009873554804934193349852946 }
  @inlinable @inline(__always) static var alpha: Double { 1.6732632423543772848170429916717 }

  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X {
    (x.expMinusOne() * (scale * alpha)).replaced(by: x * scale, wherePositive: x)
  }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    (g * x.clamped(to: -.infinity...0).exp() * (scale * alpha))
      .replaced(by: g * scale, wherePositive: x)
  }
}

@usableFromInline
package enum GELURule: ActivationRule {
  /// 1 / √(2 π).
  @inlinable @inline(__always) static var density: Double { 0.39894228040143267794 }

  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x * x.normalShare()
  }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g * (x.normalShare() + x * (x * x * -0.5).exp() * density)
  }
}

@usableFromInline
package enum GELUTanhRule: ActivationRule {
  /// √(2 / π) and the weight of the cube.
  @inlinable @inline(__always) static var slope: Double { 0.79788456080286535588 }
  @inlinable @inline(__always) static var cube: Double { 0.044715 }

  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x * (((x * (x * x * cube + 1) * slope).tanh() + 1) * 0.5)
  }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let square = x * x
    let t = (x * (square * cube + 1) * slope).tanh()
    let inner = (square * (3 * cube) + 1) * slope
    return g * ((t + 1) * 0.5 + x * (1 - t * t) * inner * 0.5)
  }
}

@usableFromInline
package enum SoftplusRule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X { x.softplus() }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g * x.sigmoid()
  }
}

@usableFromInline
package enum MishRule: ActivationRule {
  // tanh(log(1 + w)) = n / (n + 2) with n = w (w + 2); from 20 on it is 1.
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X { x * ratio(x) }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let t = ratio(x)
    return g * (t + x * (1 - t * t) * x.sigmoid())
  }
  @inlinable @inline(__always)
  static func ratio<X: ActivationArithmetic>(_ x: X) -> X {
    let w = x.clamped(to: -.infinity...20).exp()
    let n = w * (w + 2)
    return n / (n + 2)
  }
}
