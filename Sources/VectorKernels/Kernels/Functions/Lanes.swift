import GradusVectorKernels

/// A vector that activations are computed with.
struct Lanes<Tier: VectorTier>: ActivationArithmetic {
  let value: Tier.Vector

  @inline(__always) init(_ value: Tier.Vector) { self.value = value }
  @inline(__always) private static func all(_ number: Double) -> Tier.Vector {
    Tier.Vector(repeating: Tier.Scalar(number))
  }

  @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  @inline(__always) static func + (a: Self, b: Double) -> Self { Self(a.value + all(b)) }
  @inline(__always) static func - (a: Double, b: Self) -> Self { Self(all(a) - b.value) }
  @inline(__always) static func * (a: Self, b: Self) -> Self { Self(a.value * b.value) }
  @inline(__always) static func * (a: Self, b: Double) -> Self { Self(a.value * all(b)) }

  @inline(__always) static func / (a: Self, b: Self) -> Self { Self(a.value / b.value) }

  @inline(__always) func relu() -> Self { Self(Tier.clampedBelow(value)) }
  @inline(__always) func clamped(to range: ClosedRange<Double>) -> Self {
    let (low, high) = (Self.all(range.lowerBound), Self.all(range.upperBound))
    let above = Tier.replaced(value, by: low, whereBelow: value, low)
    return Self(Tier.replaced(above, by: high, whereBelow: high, above))
  }
  @inline(__always) func sigmoid() -> Self { Self(Tier.sigmoid(value)) }
  @inline(__always) func tanh() -> Self { Self(Tier.tanh(value)) }
  @inline(__always) func exp() -> Self { Self(Tier.exp(value)) }
  @inline(__always) func expMinusOne() -> Self { Self(Tier.expMinusOne(value)) }
  @inline(__always) func errorFunction() -> Self { Self(Tier.errorFunction(value)) }
  @inline(__always) func normalShare() -> Self { Self(Tier.normalShare(value)) }
  @inline(__always) func softplus() -> Self { Self(Tier.softplus(value)) }

  @inline(__always) func kept(wherePositive mask: Self) -> Self {
    Self(Tier.kept(value, wherePositive: mask.value))
  }
  @inline(__always) func replaced(by other: Self, wherePositive mask: Self) -> Self {
    Self(Tier.replaced(value, by: other.value, whereBelow: .zero, mask.value))
  }
  @inline(__always)
  func kept(whereInside range: ClosedRange<Double>, _ argument: Self) -> Self {
    let low = Tier.replaced(
      .zero, by: value, whereBelow: Self.all(range.lowerBound), argument.value)
    return Self(
      Tier.replaced(.zero, by: low, whereBelow: argument.value, Self.all(range.upperBound)))
  }
}
