enum ELURule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, elementOperations: 2) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x.expMinusOne().replaced(by: x, wherePositive: x)
  }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g * x.clamped(to: -.infinity...0).exp()
  }
}

enum SELURule: ActivationRule {
  /// λ and α, for which means of 0 and variances of 1 are a fixed point.
  private static var scale: Double { 1.0507009873554804934193349852946 }
  private static var alpha: Double { 1.6732632423543772848170429916717 }

  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, elementOperations: 3) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X {
    (x.expMinusOne() * (scale * alpha)).replaced(by: x * scale, wherePositive: x)
  }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    (g * x.clamped(to: -.infinity...0).exp() * (scale * alpha))
      .replaced(by: g * scale, wherePositive: x)
  }
}

enum GELURule: ActivationRule {
  /// √½ and 1 / √(2 π).
  private static var half: Double { 0.70710678118654752440 }
  private static var density: Double { 0.39894228040143267794 }

  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, elementOperations: 4) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x * (((x * half).errorFunction() + 1) * 0.5)
  }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let below = ((x * half).errorFunction() + 1) * 0.5
    return g * (below + x * (x * x * -0.5).exp() * density)
  }
}

enum GELUTanhRule: ActivationRule {
  /// √(2 / π) and the weight of the cube.
  private static var slope: Double { 0.79788456080286535588 }
  private static var cube: Double { 0.044715 }

  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, elementOperations: 8) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x * (((x * (x * x * cube + 1) * slope).tanh() + 1) * 0.5)
  }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let square = x * x
    let t = (x * (square * cube + 1) * slope).tanh()
    let inner = (square * (3 * cube) + 1) * slope
    return g * ((t + 1) * 0.5 + x * (1 - t * t) * inner * 0.5)
  }
}

enum SoftplusRule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: false, elementOperations: 3) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X { x.softplus() }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g * x.sigmoid()
  }
}

enum MishRule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, elementOperations: 5) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x * x.softplus().tanh()
  }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let t = x.softplus().tanh()
    return g * (t + x * (1 - t * t) * x.sigmoid())
  }
}
