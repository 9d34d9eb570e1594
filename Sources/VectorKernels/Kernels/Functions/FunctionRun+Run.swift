import GradusVectorKernels

extension FunctionRun {
  @inline(__always)
  func run<Tier: VectorTier, Pair: VectorTier>(_: Tier.Type, _: Pair.Type)
  where Tier.Scalar == T, Pair.Scalar == T {
    switch function {
    case .absolute: loop(Tier.self, Pair.self, Absolute.self)
    case .squareRoot: loop(Tier.self, Pair.self, SquareRoot.self)
    case .reciprocal: loop(Tier.self, Pair.self, Reciprocal.self)
    case .square: loop(Tier.self, Pair.self, Square.self)
    case .exponential: loop(Tier.self, Pair.self, Exponential.self)
    case .exponentialMinusOne: loop(Tier.self, Pair.self, ExponentialMinusOne.self)
    case .logarithm: loop(Tier.self, Pair.self, Logarithm.self)
    case .logarithmOfOnePlus: loop(Tier.self, Pair.self, LogarithmOfOnePlus.self)
    case .sine: loop(Tier.self, Pair.self, Sine.self)
    case .cosine: loop(Tier.self, Pair.self, Cosine.self)
    case .errorFunction: loop(Tier.self, Pair.self, ErrorFunction.self)
    case .identity: activate(Tier.self, Pair.self, IdentityRule.self)
    case .relu: activate(Tier.self, Pair.self, ReLURule.self)
    case .relu6: activate(Tier.self, Pair.self, ReLU6Rule.self)
    case .hardSwish: activate(Tier.self, Pair.self, HardSwishRule.self)
    case .hardSigmoid: activate(Tier.self, Pair.self, HardSigmoidRule.self)
    case .silu: activate(Tier.self, Pair.self, SiLURule.self)
    case .sigmoid: activate(Tier.self, Pair.self, SigmoidRule.self)
    case .tanh: activate(Tier.self, Pair.self, TanhRule.self)
    case .elu: activate(Tier.self, Pair.self, ELURule.self)
    case .selu: activate(Tier.self, Pair.self, SELURule.self)
    case .gelu: activate(Tier.self, Pair.self, GELURule.self)
    case .geluTanh: activate(Tier.self, Pair.self, GELUTanhRule.self)
    case .softplus: activate(Tier.self, Pair.self, SoftplusRule.self)
    case .mish: activate(Tier.self, Pair.self, MishRule.self)
    }
  }

  @inline(__always)
  private func activate<Tier: VectorTier, Pair: VectorTier, R: ActivationRule>(
    _: Tier.Type, _: Pair.Type, _: R.Type
  ) where Tier.Scalar == T, Pair.Scalar == T {
    if let gradient {
      pullBack(Tier.self, Pair.self, R.self, gradient)
    } else {
      loop(Tier.self, Pair.self, Activated<R>.self)
    }
  }

  /// Not inlined: the compiler gives up on functions with too many loops.
  @inline(never)
  private func loop<Tier: VectorTier, Pair: VectorTier, R: ElementRule>(
    _: Tier.Type, _: Pair.Type, _: R.Type
  ) where Tier.Scalar == T, Pair.Scalar == T {
    var place = 0
    while place &+ Pair.lanes <= count {
      Pair.store(R.value(Pair.self, Pair.load(source + place)), target + place)
      place &+= Pair.lanes
    }
    while place < count {
      let rest = min(Tier.lanes, count &- place)
      Tier.store(
        R.value(Tier.self, Tier.load(source + place, first: rest)), target + place, first: rest)
      place &+= rest
    }
  }

  @inline(never)
  private func pullBack<Tier: VectorTier, Pair: VectorTier, R: ActivationRule>(
    _: Tier.Type, _: Pair.Type, _: R.Type, _ gradient: UnsafePointer<T>
  ) where Tier.Scalar == T, Pair.Scalar == T {
    var place = 0
    while place &+ Pair.lanes <= count {
      let g = Lanes<Pair>(Pair.load(gradient + place))
      let x = Lanes<Pair>(Pair.load(source + place))
      Pair.store(R.pulledBack(g, at: x).value, target + place)
      place &+= Pair.lanes
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
