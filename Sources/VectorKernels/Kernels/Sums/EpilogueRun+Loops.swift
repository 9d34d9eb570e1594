import GradusVectorKernels

extension EpilogueRun {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    switch scaling {
    case .none: run(Tier.self, Unscaled.self)
    case .shift: run(Tier.self, Shifted.self)
    case .affine: run(Tier.self, Affine.self)
    }
  }

  @inline(__always)
  private func run<Tier: VectorTier, S: EpilogueScaling>(_: Tier.Type, _: S.Type)
  where Tier.Scalar == T {
    switch activation {
    case .identity: run(Tier.self, S.self, Identity.self)
    case .relu: run(Tier.self, S.self, Rectified.self)
    case .relu6: run(Tier.self, S.self, Clamped.self)
    case .hardSwish: run(Tier.self, S.self, HardSwished.self)
    }
  }

  @inline(__always)
  private func run<Tier: VectorTier, S: EpilogueScaling, A: EpilogueActivation>(
    _: Tier.Type, _: S.Type, _: A.Type
  ) where Tier.Scalar == T {
    switch (addition != nil, gradient != nil) {
    case (false, false): loop(Tier.self, S.self, A.self, adds: false, pullsBack: false)
    case (false, true): loop(Tier.self, S.self, A.self, adds: false, pullsBack: true)
    case (true, false): loop(Tier.self, S.self, A.self, adds: true, pullsBack: false)
    case (true, true): loop(Tier.self, S.self, A.self, adds: true, pullsBack: true)
    }
  }

  /// Not inlined: the compiler gives up on functions with too many loops.
  @inline(never)
  private func loop<Tier: VectorTier, S: EpilogueScaling, A: EpilogueActivation>(
    _: Tier.Type, _: S.Type, _: A.Type, adds: Bool, pullsBack: Bool
  ) where Tier.Scalar == T {
    for row in 0..<rows {
      let (from, to) = (row &* sourcePitch, row &* targetPitch)
      var start = 0
      while start < count {
        let length = min(period, count &- start)
        var place = 0
        while place &+ Tier.lanes <= length {
          step(
            Tier.self, S.self, A.self, place, from &+ start &+ place, to &+ start &+ place,
            adds: adds, pullsBack: pullsBack, count: Tier.lanes)
          place &+= Tier.lanes
        }
        if place < length {
          step(
            Tier.self, S.self, A.self, place, from &+ start &+ place, to &+ start &+ place,
            adds: adds, pullsBack: pullsBack, count: length &- place)
        }
        start &+= length
      }
    }
  }

  /// Reads, computes and writes `count` elements, at most a vector.
  @inline(__always)
  private func step<Tier: VectorTier, S: EpilogueScaling, A: EpilogueActivation>(
    _: Tier.Type, _: S.Type, _: A.Type, _ place: Int, _ index: Int, _ result: Int, adds: Bool,
    pullsBack: Bool, count: Int
  ) where Tier.Scalar == T {
    var x = S.apply(Tier.self, Tier.load(source + index, first: count), self, place, count)
    if adds { x += Tier.load(addition.unsafelyUnwrapped + index, first: count) }
    let finished =
      pullsBack
      ? A.pullBack(Tier.self, x, Tier.load(gradient.unsafelyUnwrapped + index, first: count))
      : A.apply(Tier.self, x)
    Tier.store(finished, target + result, first: count)
  }
}
