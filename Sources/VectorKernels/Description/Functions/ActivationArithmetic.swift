/// What activations are written with: numbers in a kernel, and variables where the gradient of a
/// gradient is wanted.
@usableFromInline
package protocol ActivationArithmetic {
  static func + (a: Self, b: Self) -> Self
  static func + (a: Self, b: Double) -> Self
  static func - (a: Double, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func * (a: Self, b: Double) -> Self
  static func / (a: Self, b: Self) -> Self
  func relu() -> Self
  func clamped(to range: ClosedRange<Double>) -> Self
  func sigmoid() -> Self
  func tanh() -> Self
  func exp() -> Self
  /// exp(x) - 1, exact for small x.
  func expMinusOne() -> Self
  func errorFunction() -> Self
  /// The share of the standard normal distribution that is below: (1 + erf(x / √2)) / 2.
  func normalShare() -> Self
  /// log(1 + exp(x)), without overflow.
  func softplus() -> Self
  /// This where `mask` is positive, else 0.
  func kept(wherePositive mask: Self) -> Self
  /// `other` where `mask` is positive, else this.
  func replaced(by other: Self, wherePositive mask: Self) -> Self
  /// This where `argument` is inside a range and not at its ends, else 0.
  func kept(whereInside range: ClosedRange<Double>, _ argument: Self) -> Self
}

extension ActivationArithmetic {
  @inlinable @inline(__always)
  package func normalShare() -> Self {
    ((self * 0.70710678118654752440).errorFunction() + 1) * 0.5
  }
}
