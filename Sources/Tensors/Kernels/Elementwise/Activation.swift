import GradusVectorKernels

/// A function of each element that gives a network its nonlinearity.
///
/// It may follow another operation in the same pass over memory. What it costs, its value, its
/// derivative and whether the vector unit has a loop for it is its rule, below.
public enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
  /// x.
  case identity
  /// max(x, 0) (Nair and Hinton 2010).
  case relu
  /// min(max(x, 0), 6) (Howard et al. 2017).
  case relu6
  /// x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, §5.2).
  case hardSwish
  /// min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, §5.2).
  case hardSigmoid
  /// x / (1 + exp(-x)), also called swish (Elfwing et al. 2017).
  case silu
  /// 1 / (1 + exp(-x)).
  case sigmoid
  /// The hyperbolic tangent.
  case tanh
  /// x for x > 0, else exp(x) - 1 (Clevert et al. 2016, with α = 1).
  case elu
  /// λ x for x > 0, else λ α (exp(x) - 1) (Klambauer et al. 2017, §2).
  case selu
  /// x Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016, §2).
  case gelu
  /// x (1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2 (Hendrycks and Gimpel 2016, §2).
  case geluTanh
  /// log(1 + exp(x)) (Dugas et al. 2001).
  case softplus
  /// x tanh(log(1 + exp(x))) (Misra 2019).
  case mish

  /// What is known of it without computing it.
  public var traits: ActivationTraits { use(TraitsOfRule()) }

  /// The same for the vector unit; nil if it needs an elementary function.
  var vectorForm: VectorActivation? { use(VectorFormOfRule()) }

  /// Does something with the activation's rule.
  @inline(__always)
  func use<U: ActivationUse>(_ use: U) -> U.Result {
    switch self {
    case .identity: use(IdentityRule.self)
    case .relu: use(ReLURule.self)
    case .relu6: use(ReLU6Rule.self)
    case .hardSwish: use(HardSwishRule.self)
    case .hardSigmoid: use(HardSigmoidRule.self)
    case .silu: use(SiLURule.self)
    case .sigmoid: use(SigmoidRule.self)
    case .tanh: use(TanhRule.self)
    case .elu: use(ELURule.self)
    case .selu: use(SELURule.self)
    case .gelu: use(GELURule.self)
    case .geluTanh: use(GELUTanhRule.self)
    case .softplus: use(SoftplusRule.self)
    case .mish: use(MishRule.self)
    }
  }
}

/// What is known of an activation.
///
/// Value and pullback are types' and not closures', so that the compiler makes a loop of its own for
/// each; they are written once, for numbers in a kernel and for variables whose gradient is recorded.
/// Ties are those of the single operations, and PyTorch's: 0 at 0 for ReLU, and at both ends of a clamp.
protocol ActivationRule {
  static var traits: ActivationTraits { get }
  /// The same for the vector unit, to the bit; nil where it needs an elementary function.
  static var vectorForm: VectorActivation? { get }
  static func value<X: ActivationArithmetic>(_ x: X) -> X
  /// The gradient for the argument `x` from the gradient `g` of the result.
  static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X
}

extension ActivationRule {
  static var vectorForm: VectorActivation? { nil }
}

/// Something that is done with an activation's rule, compiled for each.
protocol ActivationUse {
  associatedtype Result
  func callAsFunction<R: ActivationRule>(_: R.Type) -> Result
}

private struct TraitsOfRule: ActivationUse {
  func callAsFunction<R: ActivationRule>(_: R.Type) -> ActivationTraits { R.traits }
}

private struct VectorFormOfRule: ActivationUse {
  func callAsFunction<R: ActivationRule>(_: R.Type) -> VectorActivation? { R.vectorForm }
}

private enum IdentityRule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, elementOperations: 0) }
  static var vectorForm: VectorActivation? { .identity }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X { x }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X { g }
}

private enum ReLURule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, rectifies: true) }
  static var vectorForm: VectorActivation? { .relu }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X { x.relu() }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g.kept(wherePositive: x)
  }
}

private enum ReLU6Rule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, rectifies: true) }
  static var vectorForm: VectorActivation? { .relu6 }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X { x.clamped(to: 0...6) }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    g.kept(whereInside: 0...6, x)
  }
}

private enum HardSwishRule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, elementOperations: 4) }
  static var vectorForm: VectorActivation? { .hardSwish }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X {
    x * (x + 3).clamped(to: 0...6) * (1.0 / 6)
  }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let moved = x + 3
    return g * (moved.clamped(to: 0...6) + x.kept(whereInside: 0...6, moved)) * (1.0 / 6)
  }
}

private enum HardSigmoidRule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: false, elementOperations: 3) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X {
    (x + 3).clamped(to: 0...6) * (1.0 / 6)
  }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    (g * (1.0 / 6)).kept(whereInside: 0...6, x + 3)
  }
}

private enum SiLURule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: true, elementOperations: 2) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X { x * x.sigmoid() }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let s = x.sigmoid()
    return g * (s + x * s * (1 - s))
  }
}

private enum SigmoidRule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: false) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X { x.sigmoid() }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let s = x.sigmoid()
    return g * s * (1 - s)
  }
}

private enum TanhRule: ActivationRule {
  static var traits: ActivationTraits { ActivationTraits(keepsZero: true) }
  @inline(__always) static func value<X: ActivationArithmetic>(_ x: X) -> X { x.tanh() }
  @inline(__always) static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    let t = x.tanh()
    return g * (1 - t * t)
  }
}
