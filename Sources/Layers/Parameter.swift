import GradusAutodiff
import GradusTensors

/// A trainable tensor of a model: a box with an identity, found and named by reflection.
///
/// A new parameter has a shape and an initialiser but no values, so that building a network costs
/// nothing; `model.initialize(seed:)` fills it.
public final class Parameter {
  /// The values; shape-only until the model is initialised or weights are loaded.
  public var value: Tensor {
    didSet {
      precondition(
        value.shape == shape,
        "a parameter of shape \(shape) cannot take values of shape \(value.shape)")
    }
  }

  /// The lengths of the axes.
  public let shape: Shape

  /// How `initialize(seed:)` fills this parameter.
  public var initializer: Initializer

  /// Whether gradients are computed for it; false freezes it.
  public var isTrainable = true

  /// How PyTorch orders its elements, in files that it reads and writes.
  public let pyTorchLayout: PyTorchLayout

  /// Makes a parameter without values.
  ///
  /// - Parameters:
  ///   - shape: the lengths of the axes.
  ///   - initializer: how `initialize(seed:)` fills it.
  ///   - pyTorchLayout: as here unless given, so that nothing is turned round by guess; a filter
  ///     `[kh, kw, in / groups, out]` says `.filter`, a matrix `[in, out]` that inputs are multiplied
  ///     with says `.transposed`.
  public init(
    _ shape: Shape, _ initializer: Initializer, pyTorchLayout: PyTorchLayout = .same
  ) {
    value = Tensor(shapeOnly: shape)
    self.shape = shape
    self.initializer = initializer
    self.pyTorchLayout = pyTorchLayout
  }

  /// Changes the values in place, without a copy where nobody else holds them; traps when their shape
  /// is another one afterwards.
  ///
  /// `&parameter.value` does the same, but outside this module the compiler copies the tensor first
  /// for the sake of `didSet`, and so every element when an optimiser then writes to it.
  public func withMutableValue<R>(_ body: (inout Tensor) throws -> R) rethrows -> R {
    try body(&value)
  }

  /// This parameter as a variable on the tape of `x`; when `x` is on none, as a constant that gets no
  /// gradient: outside of a layer's forward, where no input is at hand, use `variable(on: tape)`.
  ///
  /// Traps when `x` has values and the parameter has none.
  public func variable(on x: Variable) -> Variable {
    precondition(
      !value.isShapeOnly || x.isShapeOnly,
      noValues(on: x.tape))
    guard let tape = x.tape else { return Variable(value) }
    return tape.leaf(of: self, value: value, requiresGradient: isTrainable)
  }

  /// This parameter as a variable on a tape, for a penalty on weights.
  ///
  ///     let penalty = model.fc.weight.variable(on: tape).squared().sum()
  ///
  /// Traps when the parameter has no values.
  public func variable(on tape: Tape) -> Variable {
    precondition(!value.isShapeOnly, noValues(on: tape))
    return tape.leaf(of: self, value: value, requiresGradient: isTrainable)
  }

  private func noValues(on tape: Tape?) -> String {
    "a parameter of shape \(shape) has no values; "
      + Reflection.advice(onMissingValuesOf: self, on: tape)
  }
}

/// A tensor that belongs to a model but is not trained, such as running statistics.
public final class Buffer {
  /// The values; shape-only until the model is initialised or weights are loaded.
  public var value: Tensor {
    didSet {
      precondition(
        value.shape == shape,
        "a buffer of shape \(shape) cannot take values of shape \(value.shape)")
    }
  }

  /// The lengths of the axes.
  public let shape: Shape

  /// The number `initialize(seed:)` fills this buffer with.
  public let initialValue: Double

  /// Makes a buffer without values.
  public init(_ shape: Shape, initialValue: Double) {
    value = Tensor(shapeOnly: shape)
    self.shape = shape
    self.initialValue = initialValue
  }

  /// Changes the values in place, without a copy where nobody else holds them; traps when their shape
  /// is another one afterwards.
  package func withMutableValue<R>(_ body: (inout Tensor) throws -> R) rethrows -> R {
    try body(&value)
  }
}
