@usableFromInline
package enum IdentityRule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X { x }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X { g }
}

@usableFromInline
package enum ReLURule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X { x.relu() }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g.kept(wherePositive: x)
  }
}

@usableFromInline
package enum ReLU6Rule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X { x.clamped(to: 0...6) }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g.kept(whereInside: 0...6, x)
  }
}

@usableFromInline
package enum HardSwishRule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x * (x + 3).clamped(to: 0...6) * (1.0 / 6)
  }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let moved = x + 3
    return g * (moved.clamped(to: 0...6) + x.kept(whereInside: 0...6, moved)) * (1.0 / 6)
  }
}

@usableFromInline
package enum HardSigmoidRule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X {
    (x + 3).clamped(to: 0...6) * (1.0 / 6)
  }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    (g * (1.0 / 6)).kept(whereInside: 0...6, x + 3)
  }
}

@usableFromInline
package enum SiLURule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X { x * x.sigmoid() }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let s = x.sigmoid()
    return g * (s + x * s * (1 - s))
  }
}

@usableFromInline
package enum SigmoidRule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X { x.sigmoid() }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let s = x.sigmoid()
    return g * s * (1 - s)
  }
}

@usableFromInline
package enum TanhRule: ActivationRule {
  @inlinable @inline(__always)
  package static func value<X: ActivationArithmetic>(_ x: X) -> X { x.tanh() }
  @inlinable @inline(__always)
  package static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let t = x.tanh()
    return g * (1 - t * t)
  }
}
