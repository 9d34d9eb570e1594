import GradusVectorKernels

// The stages of an epilogue are types, so that the compiler makes a loop of its own for each kind of
// run. Closures in their place became a call for every vector.

/// What is done with each channel first; `count` elements from a strip's `place` on.
protocol EpilogueScaling {
  static func apply<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ run: EpilogueRun<Tier.Scalar>, _ place: Int, _ count: Int
  ) -> Tier.Vector
}

enum Unscaled: EpilogueScaling {
  @inline(__always)
  static func apply<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ run: EpilogueRun<Tier.Scalar>, _ place: Int, _ count: Int
  ) -> Tier.Vector { x }
}

enum Shifted: EpilogueScaling {
  @inline(__always)
  static func apply<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ run: EpilogueRun<Tier.Scalar>, _ place: Int, _ count: Int
  ) -> Tier.Vector { x + Tier.load(run.shift + place, first: count) }
}

enum Affine: EpilogueScaling {
  @inline(__always)
  static func apply<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ run: EpilogueRun<Tier.Scalar>, _ place: Int, _ count: Int
  ) -> Tier.Vector {
    (x - Tier.load(run.mean + place, first: count)) * Tier.load(run.factor + place, first: count)
      + Tier.load(run.shift + place, first: count)
  }
}

/// An activation and its pullback.
protocol EpilogueActivation {
  static func apply<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector
  static func pullBack<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ gradient: Tier.Vector
  ) -> Tier.Vector
}

enum Identity: EpilogueActivation {
  @inline(__always)
  static func apply<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector { x }

  @inline(__always)
  static func pullBack<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ gradient: Tier.Vector
  ) -> Tier.Vector { gradient }
}

enum Rectified: EpilogueActivation {
  @inline(__always)
  static func apply<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    Tier.clampedBelow(x)
  }

  @inline(__always)
  static func pullBack<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ gradient: Tier.Vector
  ) -> Tier.Vector { Tier.kept(gradient, wherePositive: x) }
}

enum Clamped: EpilogueActivation {
  @inline(__always)
  static func apply<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    Tier.clamped(x)
  }

  @inline(__always)
  static func pullBack<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ gradient: Tier.Vector
  ) -> Tier.Vector { Tier.kept(gradient, whereUnclamped: x) }
}

enum HardSwished: EpilogueActivation {
  @inline(__always)
  static func apply<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    Tier.hardSwish(x)
  }

  @inline(__always)
  static func pullBack<Tier: VectorTier>(
    _: Tier.Type, _ x: Tier.Vector, _ gradient: Tier.Vector
  ) -> Tier.Vector {
    let moved = x + Tier.Vector(repeating: 3)
    let slope = Tier.clamped(moved) + Tier.kept(x, whereUnclamped: moved)
    return gradient * slope * Tier.Vector(repeating: Tier.Scalar(1.0 / 6))
  }
}
