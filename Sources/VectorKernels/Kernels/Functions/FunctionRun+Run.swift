import GradusVectorKernels

extension FunctionRun {
  @inline(__always)
  func run<Tier: VectorTier, Wide: VectorTier>(_: Tier.Type, _: Wide.Type)
  where Tier.Scalar == T, Wide.Scalar == T {
    switch function {
    case .absolute: loop(Tier.self, Wide.self, Absolute.self)
    case .squareRoot: loop(Tier.self, Wide.self, SquareRoot.self)
    case .reciprocal: loop(Tier.self, Wide.self, Reciprocal.self)
    case .square: loop(Tier.self, Wide.self, Square.self)
    case .exponential: loop(Tier.self, Wide.self, Exponential.self)
    case .exponentialMinusOne: loop(Tier.self, Wide.self, ExponentialMinusOne.self)
    case .logarithm: loop(Tier.self, Wide.self, Logarithm.self)
    case .logarithmOfOnePlus: loop(Tier.self, Wide.self, LogarithmOfOnePlus.self)
    case .sine: loop(Tier.self, Wide.self, Sine.self)
    case .cosine: loop(Tier.self, Wide.self, Cosine.self)
    case .errorFunction: loop(Tier.self, Wide.self, ErrorFunction.self)
    case .identity: activate(Tier.self, Wide.self, IdentityRule.self)
    case .relu: activate(Tier.self, Wide.self, ReLURule.self)
    case .relu6: activate(Tier.self, Wide.self, ReLU6Rule.self)
    case .hardSwish: activate(Tier.self, Wide.self, HardSwishRule.self)
    case .hardSigmoid: activate(Tier.self, Wide.self, HardSigmoidRule.self)
    case .silu: activate(Tier.self, Wide.self, SiLURule.self)
    case .sigmoid: activate(Tier.self, Wide.self, SigmoidRule.self)
    case .tanh: activate(Tier.self, Wide.self, TanhRule.self)
    case .elu: activate(Tier.self, Wide.self, ELURule.self)
    case .selu: activate(Tier.self, Wide.self, SELURule.self)
    case .gelu: activate(Tier.self, Wide.self, GELURule.self)
    case .geluTanh: activate(Tier.self, Wide.self, GELUTanhRule.self)
    case .softplus: activate(Tier.self, Wide.self, SoftplusRule.self)
    case .mish: activate(Tier.self, Wide.self, MishRule.self)
    }
  }

  @inline(__always)
  private func activate<Tier: VectorTier, Wide: VectorTier, R: ActivationRule>(
    _: Tier.Type, _: Wide.Type, _: R.Type
  ) where Tier.Scalar == T, Wide.Scalar == T {
    if let gradient {
      pullBack(Tier.self, Wide.self, R.self, gradient)
    } else {
      loop(Tier.self, Wide.self, Activated<R>.self)
    }
  }

  /// Not inlined: the compiler gives up on functions with too many loops.
  @inline(never)
  private func loop<Tier: VectorTier, Wide: VectorTier, R: ElementRule>(
    _: Tier.Type, _: Wide.Type, _: R.Type
  ) where Tier.Scalar == T, Wide.Scalar == T {
    var place = 0
    while place &+ Wide.lanes <= count {
      Wide.store(R.value(Wide.self, Wide.load(source + place)), target + place)
      place &+= Wide.lanes
    }
    while place < count {
      let rest = min(Tier.lanes, count &- place)
      Tier.store(
        R.value(Tier.self, Tier.load(source + place, first: rest)), target + place, first: rest)
      place &+= rest
    }
  }

  @inline(never)
  private func pullBack<Tier: VectorTier, Wide: VectorTier, R: ActivationRule>(
    _: Tier.Type, _: Wide.Type, _: R.Type, _ gradient: UnsafePointer<T>
  ) where Tier.Scalar == T, Wide.Scalar == T {
    var place = 0
    while place &+ Wide.lanes <= count {
      let g = Lanes<Wide>(Wide.load(gradient + place))
      let x = Lanes<Wide>(Wide.load(source + place))
      Wide.store(R.pulledBack(g, at: x).value, target + place)
      place &+= Wide.lanes
    }
    while place < count {
      let rest = min(Tier.lanes, count &- place)
      let g = Lanes<Tier>(Tier.load(gradient + place, first: rest))
      let x = Lanes<Tier>(Tier.load(source + place, first: rest))
      Tier.store(R.pulledBack(g, at: x).value, target + place, first: rest)
      place &+= rest
    }
  }
}
