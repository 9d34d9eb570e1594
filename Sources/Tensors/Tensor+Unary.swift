extension Tensor {
  /// Absolute values.
  public func absolute() -> Tensor { UnaryKernel.run(.absolute, self) }
  /// 1, 0 or -1 by sign; NaN stays NaN.
  public func sign() -> Tensor { UnaryKernel.run(.sign, self) }
  /// e to the power of each element.
  public func exp() -> Tensor { UnaryKernel.run(.exponential, self) }
  /// Natural logarithms.
  public func log() -> Tensor { UnaryKernel.run(.logarithm, self) }
  /// log(1 + x), exact for small x.
  public func logOnePlus() -> Tensor { UnaryKernel.run(.logarithmOfOnePlus, self) }
  /// e to the power of each element, minus 1; exact for small x.
  public func expMinusOne() -> Tensor { UnaryKernel.run(.exponentialMinusOne, self) }
  /// The error function, 2 / √π ∫ exp(-t²) from 0 to each element.
  public func errorFunction() -> Tensor { UnaryKernel.run(.errorFunction, self) }
  /// Square roots.
  public func squareRoot() -> Tensor { UnaryKernel.run(.squareRoot, self) }
  /// 1 / x.
  public func reciprocal() -> Tensor { UnaryKernel.run(.reciprocal, self) }
  /// x * x.
  public func squared() -> Tensor { UnaryKernel.run(.square, self) }
  /// max(x, 0); NaN stays NaN.
  public func relu() -> Tensor { UnaryKernel.run(.relu, self) }
  /// 1 / (1 + exp(-x)).
  public func sigmoid() -> Tensor { UnaryKernel.run(.sigmoid, self) }
  /// Hyperbolic tangents.
  public func tanh() -> Tensor { UnaryKernel.run(.tanh, self) }
  /// Sines of angles in radians.
  public func sin() -> Tensor { UnaryKernel.run(.sine, self) }
  /// Cosines of angles in radians.
  public func cos() -> Tensor { UnaryKernel.run(.cosine, self) }
  /// Each element raised to a number.
  public func power(_ exponent: Double) -> Tensor { UnaryKernel.run(.power(exponent), self) }
  /// Each element moved into `range`; NaN stays NaN.
  public func clamped(to range: ClosedRange<Double>) -> Tensor {
    UnaryKernel.run(.clamp(range.lowerBound, range.upperBound), self)
  }
}
