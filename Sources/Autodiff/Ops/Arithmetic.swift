import GradusTensors

extension Variable {
  /// Elementwise sum; operands broadcast as in NumPy. Pullback: g, summed over repeated axes.
  public static func + (a: Variable, b: Variable) -> Variable {
    if let deferred = a.deferringAddition(of: b) ?? b.deferringAddition(of: a) { return deferred }
    let (shapeA, shapeB) = (a.shape, b.shape)
    return record(
      TapeOperation("add", .addition, onnx: .add), value: a.value + b.value,
      (a, { g in g.sum(to: shapeA) }), (b, { g in g.sum(to: shapeB) }))
  }

  /// Elementwise difference; operands broadcast as in NumPy. Pullbacks: g and -g.
  public static func - (a: Variable, b: Variable) -> Variable {
    let (shapeA, shapeB) = (a.shape, b.shape)
    return record(
      TapeOperation("subtract", .addition, onnx: .subtract), value: a.value - b.value,
      (a, { g in g.sum(to: shapeA) }), (b, { g in -g.sum(to: shapeB) }))
  }

  /// Elementwise product; operands broadcast as in NumPy. Pullbacks: g b and g a.
  public static func * (a: Variable, b: Variable) -> Variable {
    let (shapeA, shapeB) = (a.shape, b.shape)
    return record(
      TapeOperation("multiply", .multiplication, onnx: .multiply), value: a.value * b.value,
      (a, { g in (g * b).sum(to: shapeA) }), (b, { g in (g * a).sum(to: shapeB) }))
  }

  /// Elementwise quotient; operands broadcast as in NumPy. Pullbacks: g / b and -g a / b².
  ///
  /// b is never squared, so that the gradient is in range where the quotients are.
  public static func / (a: Variable, b: Variable) -> Variable {
    let (shapeA, shapeB) = (a.shape, b.shape)
    return record(
      TapeOperation("divide", .arithmetic, onnx: .divide), value: a.value / b.value,
      (a, { g in (g / b).sum(to: shapeA) }),
      (b, { g in -(g / b * (a / b)).sum(to: shapeB) }))
  }

  /// Each element negated. Pullback: -g.
  public static prefix func - (a: Variable) -> Variable {
    record(TapeOperation("negate", .linearMap, onnx: .negate), value: -a.value, (a, { g in -g }))
  }

  /// Each element plus a number. Pullback: g.
  public static func + (a: Variable, b: Double) -> Variable {
    record(
      TapeOperation("addNumber", .arithmetic, ["number": .number(b)], onnx: .addNumber),
      value: a.value + b,
      (a, { g in g }))
  }

  /// Each element minus a number. Pullback: g.
  public static func - (a: Variable, b: Double) -> Variable { a + -b }

  /// A number plus each element.
  public static func + (a: Double, b: Variable) -> Variable { b + a }

  /// A number minus each element. Pullback: -g.
  public static func - (a: Double, b: Variable) -> Variable { -b + a }

  /// Each element times a number. Pullback: g times the number.
  public static func * (a: Variable, b: Double) -> Variable {
    record(
      TapeOperation("multiplyNumber", .linearMap, ["number": .number(b)], onnx: .multiplyByNumber),
      value: a.value * b,
      (a, { g in g * b }))
  }

  /// Each element times a number.
  public static func * (a: Double, b: Variable) -> Variable { b * a }

  /// Each element divided by a number. Pullback: g divided by the number.
  public static func / (a: Variable, b: Double) -> Variable {
    record(
      TapeOperation("divideNumber", .linearMap, ["number": .number(b)], onnx: .divideByNumber),
      value: a.value / b,
      (a, { g in g / b }))
  }

  /// A number divided by each element. Pullback: -g a / b².
  public static func / (a: Double, b: Variable) -> Variable {
    Variable(Tensor(a, dtype: b.dtype)) / b
  }

  /// The larger of two elements; operands broadcast. Ties: half the gradient to each; beside NaN: all to each.
  public func maximum(_ other: Variable) -> Variable {
    choice(TapeOperation("maximum", .arithmetic, onnx: .maximum), value.maximum(other.value), other)
    {
      $0 .< $1
    }
  }

  /// The smaller of two elements; operands broadcast. Ties: half the gradient to each; beside NaN: all to each.
  public func minimum(_ other: Variable) -> Variable {
    choice(TapeOperation("minimum", .arithmetic, onnx: .minimum), value.minimum(other.value), other)
    { $0 .> $1 }
  }

  private func choice(
    _ operation: TapeOperation, _ result: Tensor, _ other: Variable,
    _ loses: @escaping (Tensor, Tensor) -> Tensor
  ) -> Variable {
    let (a, b) = (value, other.value)
    // What neither loses nor ties has all of it, NaN too.
    let share = { (x: Tensor, y: Tensor) in Variable(1 - loses(x, y) - (x .== y) * 0.5) }
    return record(
      operation, value: result,
      (self, { g in (g * share(a, b)).sum(to: a.shape) }),
      (other, { g in (g * share(b, a)).sum(to: b.shape) }))
  }

  /// This variable's elements raised to the other's; operands broadcast; the base must be positive.
  ///
  /// Pullbacks: g b a^(b-1) and g a^b log a.
  public func power(_ exponent: Variable) -> Variable {
    let (shapeA, shapeB) = (shape, exponent.shape)
    return record(
      TapeOperation("power", .arithmetic, onnx: .power), value: value.power(exponent.value),
      (self, { g in (g * exponent * self.power(exponent - 1)).sum(to: shapeA) }),
      (exponent, { g in (g * self.power(exponent) * self.log()).sum(to: shapeB) }))
  }
}
