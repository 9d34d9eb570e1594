import GradusVectorKernels

/// What a function computes of a vector; activations are `ActivationRule`s.
protocol ElementRule {
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector
}

enum Absolute: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    Tier.magnitude(x)
  }
}

enum SquareRoot: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    Tier.squareRoot(x)
  }
}

enum Reciprocal: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector { 1 / x }
}

enum Square: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector { x * x }
}

enum Exponential: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector { Tier.exp(x) }
}

enum ExponentialMinusOne: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    Tier.expMinusOne(x)
  }
}

enum Logarithm: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector { Tier.log(x) }
}

enum LogarithmOfOnePlus: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    Tier.logOnePlus(x)
  }
}

enum Sine: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector { Tier.sin(x) }
}

enum Cosine: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector { Tier.cos(x) }
}

enum ErrorFunction: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    Tier.errorFunction(x)
  }
}

/// An activation as a function.
enum Activated<R: ActivationRule>: ElementRule {
  @inline(__always)
  static func value<Tier: VectorTier>(_: Tier.Type, _ x: Tier.Vector) -> Tier.Vector {
    R.value(Lanes<Tier>(x)).value
  }
}
