extension Tensor {
  /// Each element x for x > 0, else `slope` x (Maas et al. 2013).
  public func leakyReLU(slope: Double = 0.01) -> Tensor {
    replacing(with: self * slope, where: self .<= 0)
  }

  /// Each element x for x > 0, else `slope` x, with slopes that broadcast as in NumPy, such as one per
  /// channel `[c]` (He et al. 2015, "Delving deep", §2.1).
  public func prelu(_ slope: Tensor) -> Tensor {
    replacing(with: self * slope, where: self .<= 0)
  }

  /// Each element x for x > 0, else `alpha` (exp(x) - 1) (Clevert et al. 2016).
  public func elu(alpha: Double) -> Tensor {
    replacing(with: clamped(to: -.infinity...0).expMinusOne() * alpha, where: self .<= 0)
  }

  /// x Φ(x), with Φ the normal distribution function, or its form with tanh (Hendrycks and Gimpel 2016).
  public func gelu(byTanh: Bool = false) -> Tensor { activated(byTanh ? .geluTanh : .gelu) }

  /// log(1 + exp(x)) of each element.
  public func softplus() -> Tensor { activated(.softplus) }
}
