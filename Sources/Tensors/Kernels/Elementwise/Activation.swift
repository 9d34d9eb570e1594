import GradusVectorKernels

/// A function of each element that gives a network its nonlinearity.
///
/// It may follow another operation in the same pass over memory.
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
  public var traits: ActivationTraits {
    switch self {
    case .identity: ActivationTraits(keepsZero: true, elementOperations: 0)
    case .relu, .relu6: ActivationTraits(keepsZero: true, rectifies: true)
    case .hardSwish: ActivationTraits(keepsZero: true, elementOperations: 4)
    case .hardSigmoid: ActivationTraits(keepsZero: false, elementOperations: 3)
    case .silu, .elu: ActivationTraits(keepsZero: true, elementOperations: 2)
    case .sigmoid: ActivationTraits(keepsZero: false)
    case .tanh: ActivationTraits(keepsZero: true)
    case .selu: ActivationTraits(keepsZero: true, elementOperations: 3)
    case .gelu: ActivationTraits(keepsZero: true, elementOperations: 4)
    case .geluTanh: ActivationTraits(keepsZero: true, elementOperations: 8)
    case .softplus: ActivationTraits(keepsZero: false, elementOperations: 3)
    case .mish: ActivationTraits(keepsZero: true, elementOperations: 5)
    }
  }

  /// What an epilogue in registers applies, to the bit; nil where it takes an elementary function.
  var vectorForm: VectorActivation? {
    switch self {
    case .identity: .identity
    case .relu: .relu
    case .relu6: .relu6
    case .hardSwish: .hardSwish
    default: nil
    }
  }

  /// The vector unit's loop for it.
  var function: ElementFunction {
    switch self {
    case .identity: .identity
    case .relu: .relu
    case .relu6: .relu6
    case .hardSwish: .hardSwish
    case .hardSigmoid: .hardSigmoid
    case .silu: .silu
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    case .elu: .elu
    case .selu: .selu
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    case .softplus: .softplus
    case .mish: .mish
    }
  }

  /// The gradient for the argument `x` from the gradient `g` of the result.
  package func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X {
    use(PullbackOfRule(g: g, x: x))
  }

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

/// Something that is done with an activation's rule, compiled for each.
protocol ActivationUse {
  associatedtype Result
  func callAsFunction<R: ActivationRule>(_: R.Type) -> Result
}

private struct PullbackOfRule<X: ActivationArithmetic>: ActivationUse {
  let g: X, x: X
  func callAsFunction<R: ActivationRule>(_: R.Type) -> X { R.pulledBack(g, at: x) }
}
