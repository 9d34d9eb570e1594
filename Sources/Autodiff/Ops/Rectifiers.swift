import GradusTensors

extension Variable {
  /// Each element x for x > 0, else `slope` x (Maas et al. 2013). Pullback: g for x > 0, else slope g.
  public func leakyReLU(slope: Double = 0.01) -> Variable {
    let x = value
    return record(
      TapeOperation(
        "leakyRelu", .activation(ActivationTraits(keepsZero: true, elementOperations: 2)),
        ["slope": .number(slope)],
        onnx: .elementwise(.call("LeakyRelu", [.input(0)], ["alpha": slope]))),
      value: x.leakyReLU(slope: slope),
      (self, { g in g.replacing(with: g * slope, where: x .<= 0) }))
  }

  /// Each element x for x > 0, else `slope` x, with slopes that broadcast as in NumPy, such as one per
  /// channel `[c]` (He et al. 2015, "Delving deep", §2.1).
  ///
  /// Pullbacks: g for x > 0, else slope g; and g x for x ≤ 0, else 0, summed over repeated axes.
  public func prelu(_ slope: Variable) -> Variable {
    let x = value
    let (own, slopes) = (shape, slope.shape)
    return record(
      TapeOperation(
        "prelu", .activation(ActivationTraits(keepsZero: true, elementOperations: 2)),
        onnx: .prelu),
      value: x.prelu(slope.value),
      (self, { g in g.replacing(with: g * slope, where: x .<= 0).sum(to: own) }),
      (slope, { g in (g * self).kept(wherePositive: x .<= 0).sum(to: slopes) }))
  }

  /// Each element x for x > 0, else `alpha` (exp(x) - 1) (Clevert et al. 2016).
  ///
  /// Pullback: g for x > 0, else g alpha exp(x).
  public func elu(alpha: Double) -> Variable {
    let x = self
    return record(
      TapeOperation(
        "eluNumber", .activation(ActivationTraits(keepsZero: true, elementOperations: 3)),
        ["alpha": .number(alpha)],
        onnx: .elementwise(.call("Elu", [.input(0)], ["alpha": alpha]))),
      value: value.elu(alpha: alpha),
      (
        self,
        { g in
          g.replacing(
            with: g * x.clamped(to: -.infinity...0).exp() * alpha, where: x.value .<= 0)
        }
      ))
  }

  /// x Φ(x), with Φ the normal distribution function, or its form with tanh (Hendrycks and Gimpel 2016).
  ///
  /// Pullback: g (Φ(x) + x φ(x)), with φ the density; of the form with tanh its own derivative.
  public func gelu(byTanh: Bool = false) -> Variable { activated(byTanh ? .geluTanh : .gelu) }

  /// log(1 + exp(x)) of each element. Pullback: g / (1 + exp(-x)).
  public func softplus() -> Variable { activated(.softplus) }
}
