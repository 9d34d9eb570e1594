import GradusVectorKernels

extension FunctionRun {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    switch function {
    case .absolute: loop(Tier.self, Absolute.self)
    case .squareRoot: loop(Tier.self, SquareRoot.self)
    case .reciprocal: loop(Tier.self, Reciprocal.self)
    case .square: loop(Tier.self, Square.self)
    case .exponential: loop(Tier.self, Exponential.self)
    case .exponentialMinusOne: loop(Tier.self, ExponentialMinusOne.self)
    case .logarithm: loop(Tier.self, Logarithm.self)
    case .logarithmOfOnePlus: loop(Tier.self, LogarithmOfOnePlus.self)
    case .sine: loop(Tier.self, Sine.self)
    case .cosine: loop(Tier.self, Cosine.self)
    case .errorFunction: loop(Tier.self, ErrorFunction.self)
    case .identity: activate(Tier.self, IdentityRule.self)
    case .relu: activate(Tier.self, ReLURule.self)
    case .relu6: activate(Tier.self, ReLU6Rule.self)
    case .hardSwish: activate(Tier.self, HardSwishRule.self)
    case .hardSigmoid: activate(Tier.self, HardSigmoidRule.self)
    case .silu: activate(Tier.self, SiLURule.self)
    case .sigmoid: activate(Tier.self, SigmoidRule.self)
    case .tanh: activate(Tier.self, TanhRule.self)
    case .elu: activate(Tier.self, ELURule.self)
    case .selu: activate(Tier.self, SELURule.self)
    case .gelu: activate(Tier.self, GELURule.self)
    case .geluTanh: activate(Tier.self, GELUTanhRule.self)
    case .softplus: activate(Tier.self, SoftplusRule.self)
    case .mish: activate(Tier.self, MishRule.self)
    }
  }

  @inline(__always)
  private func activate<Tier: VectorTier, R: ActivationRule>(_: Tier.Type, _: R.Type)
  where Tier.Scalar == T {
    if let gradient {
      pullBack(Tier.self, R.self, gradient)
    } else {
      loop(Tier.self, Activated<R>.self)
    }
  }

  /// Not inlined: the compiler gives up on functions with too many loops.
  @inline(never)
  private func loop<Tier: VectorTier, R: ElementRule>(_: Tier.Type, _: R.Type)
  where Tier.Scalar == T {
    var place = 0
    while place &+ Tier.lanes <= count {
      Tier.store(R.value(Tier.self, Tier.load(source + place)), target + place)
      place &+= Tier.lanes
    }
    if place < count {
      let rest = count &- place
      Tier.store(
        R.value(Tier.self, Tier.load(source + place, first: rest)), target + place, first: rest)
    }
  }

  @inline(never)
  private func pullBack<Tier: VectorTier, R: ActivationRule>(
    _: Tier.Type, _: R.Type, _ gradient: UnsafePointer<T>
  ) where Tier.Scalar == T {
    var place = 0
    while place < count {
      let rest = min(Tier.lanes, count &- place)
      let g = Lanes<Tier>(Tier.load(gradient + place, first: rest))
      let x = Lanes<Tier>(Tier.load(source + place, first: rest))
      Tier.store(R.pulledBack(g, at: x).value, target + place, first: rest)
      place &+= rest
    }
  }
}
