import GradusTensors

extension Variable {
  /// Absolute values. Pullback: g sign(x), 0 at 0 and at NaN.
  public func absolute() -> Variable {
    let x = value
    return record(
      TapeOperation("absolute", .arithmetic, onnx: .absolute), value: x.absolute(),
      (self, { g in g * Variable((x .> 0) - (x .< 0)) }))
  }

  /// e to the power of each element. Pullback: g y.
  public func exp() -> Variable {
    record(
      TapeOperation("exp", .arithmetic, onnx: .exp), value: value.exp(),
      usingResult: (self, { g, y in g * y }))
  }

  /// Natural logarithms. Pullback: g / x.
  public func log() -> Variable {
    record(
      TapeOperation("log", .arithmetic, onnx: .log), value: value.log(), (self, { g in g / self }))
  }

  /// log(1 + x), exact for small x. Pullback: g / (1 + x).
  public func logOnePlus() -> Variable {
    record(
      TapeOperation("logOnePlus", .arithmetic, onnx: .logOnePlus), value: value.logOnePlus(),
      (self, { g in g / (self + 1) }))
  }

  /// e to the power of each element, minus 1; exact for small x. Pullback: g (y + 1).
  public func expMinusOne() -> Variable {
    record(
      TapeOperation("expMinusOne", .arithmetic, onnx: .expMinusOne), value: value.expMinusOne(),
      usingResult: (self, { g, y in g * (y + 1) }))
  }

  /// The error function, 2 / √π ∫ exp(-t²) from 0 to each element. Pullback: g 2 / √π exp(-x²).
  public func errorFunction() -> Variable {
    record(
      TapeOperation("errorFunction", .arithmetic), value: value.errorFunction(),
      (self, { g in g * (-self.squared()).exp() * 1.12837916709551257390 }))
  }

  /// Square roots. Pullback: g / 2y, infinite at 0.
  public func squareRoot() -> Variable {
    record(
      TapeOperation("squareRoot", .arithmetic, onnx: .squareRoot), value: value.squareRoot(),
      usingResult: (self, { g, y in g / (y * 2) }))
  }

  /// 1 / x. Pullback: -g y².
  public func reciprocal() -> Variable {
    record(
      TapeOperation("reciprocal", .arithmetic, onnx: .reciprocal), value: value.reciprocal(),
      usingResult: (self, { g, y in -(g * y * y) }))
  }

  /// x². Pullback: 2 g x.
  public func squared() -> Variable {
    record(
      TapeOperation("squared", .arithmetic, onnx: .squared), value: value.squared(),
      (self, { g in g * self * 2 }))
  }

  /// Each element raised to a number. Pullback: g p x^(p-1), and 0 everywhere for p = 0.
  public func power(_ exponent: Double) -> Variable {
    record(
      TapeOperation(
        "powerNumber", .arithmetic, ["number": .number(exponent)], onnx: .powerOfNumber),
      value: value.power(exponent),
      (self, { g in exponent == 0 ? g * 0 : g * self.power(exponent - 1) * exponent }))
  }

  /// max(x, 0). Pullback: g where the result is positive; 0 at 0.
  public func relu() -> Variable {
    if let deferred = deferring(.relu) { return deferred }
    return record(
      TapeOperation("relu", .activation(Activation.relu.traits), onnx: .relu),
      value: value.relu(),
      usingResult: (self, { g, y in g.kept(wherePositive: y.value) }))
  }

  /// 1 / (1 + exp(-x)). Pullback: g y (1 - y).
  public func sigmoid() -> Variable {
    record(
      TapeOperation("sigmoid", .activation(Activation.sigmoid.traits), onnx: .sigmoid),
      value: value.sigmoid(),
      usingResult: (self, { g, y in g * y * (1 - y) }))
  }

  /// Hyperbolic tangents. Pullback: g (1 - y²).
  public func tanh() -> Variable {
    record(
      TapeOperation("tanh", .activation(Activation.tanh.traits), onnx: .tanh), value: value.tanh(),
      usingResult: (self, { g, y in g * (1 - y.squared()) }))
  }

  /// Sines of angles in radians. Pullback: g cos x.
  public func sin() -> Variable {
    record(
      TapeOperation("sin", .arithmetic, onnx: .sin), value: value.sin(),
      (self, { g in g * self.cos() }))
  }

  /// Cosines of angles in radians. Pullback: -g sin x.
  public func cos() -> Variable {
    record(
      TapeOperation("cos", .arithmetic, onnx: .cos), value: value.cos(),
      (self, { g in -(g * self.sin()) }))
  }

  /// Each element moved into `range`. Pullback: g inside the range, 0 at its ends and outside.
  public func clamped(to range: ClosedRange<Double>) -> Variable {
    if range == 0...6, let deferred = deferring(.relu6) { return deferred }
    return record(
      TapeOperation(
        "clamp",
        .activation(
          ActivationTraits(keepsZero: range.contains(0), rectifies: range.lowerBound == 0)),
        ["low": .number(range.lowerBound), "high": .number(range.upperBound)], onnx: .clamp),
      value: value.clamped(to: range),
      (self, { g in g.kept(whereInside: range, self) }))
  }
}
