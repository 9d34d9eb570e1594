extension Tensor {
  /// Elementwise sum; operands broadcast as in NumPy, and shapes that do not trap.
  public static func + (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.add, a, b) }
  /// Elementwise difference; operands broadcast as in NumPy.
  public static func - (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.subtract, a, b) }
  /// Elementwise product; operands broadcast as in NumPy.
  public static func * (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.multiply, a, b) }
  /// Elementwise quotient; operands broadcast as in NumPy.
  public static func / (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.divide, a, b) }
  /// Each element plus a number.
  public static func + (a: Tensor, b: Double) -> Tensor { UnaryKernel.run(.add(b), a) }
  /// Each element minus a number.
  public static func - (a: Tensor, b: Double) -> Tensor { UnaryKernel.run(.add(-b), a) }
  /// Each element times a number.
  public static func * (a: Tensor, b: Double) -> Tensor { UnaryKernel.run(.multiply(b), a) }
  /// Each element divided by a number.
  public static func / (a: Tensor, b: Double) -> Tensor { a / Tensor(b, dtype: a.dtype) }
  /// A number plus each element.
  public static func + (a: Double, b: Tensor) -> Tensor { b + a }
  /// A number minus each element.
  public static func - (a: Double, b: Tensor) -> Tensor { Tensor(a, dtype: b.dtype) - b }
  /// A number times each element.
  public static func * (a: Double, b: Tensor) -> Tensor { b * a }
  /// A number divided by each element.
  public static func / (a: Double, b: Tensor) -> Tensor { Tensor(a, dtype: b.dtype) / b }
  /// Each element negated.
  public static prefix func - (a: Tensor) -> Tensor { UnaryKernel.run(.negate, a) }

  /// The larger of two elements; NaN if either is; operands broadcast as in NumPy.
  public func maximum(_ other: Tensor) -> Tensor { BinaryKernel.run(.maximum, self, other) }
  /// The smaller of two elements; NaN if either is; operands broadcast as in NumPy.
  public func minimum(_ other: Tensor) -> Tensor { BinaryKernel.run(.minimum, self, other) }
  /// This tensor's elements raised to the other's; operands broadcast as in NumPy.
  public func power(_ exponent: Tensor) -> Tensor { BinaryKernel.run(.power, self, exponent) }

  /// Repeats elements to fill `target` by NumPy's rule; traps when this shape cannot.
  public func broadcast(to target: Shape) -> Tensor {
    if shape == target { return self }
    Tensor.require(
      shape.broadcasts(to: target), "broadcast: shape \(shape) cannot be repeated to \(target)")
    if isShapeOnly { return Tensor(shapeOnly: target, dtype: dtype) }
    return self + Tensor.zeros(target, dtype: dtype)
  }

  /// Sums over the axes that `broadcast(to:)` would repeat: its transpose.
  public func sum(to target: Shape) -> Tensor {
    if shape == target { return self }
    Tensor.require(
      target.broadcasts(to: shape), "sum(to:): \(target) does not broadcast to \(shape)")
    return sum(axes: target.repeatedAxes(in: shape)).reshaped(to: target)
  }
}
