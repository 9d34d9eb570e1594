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

  /// How PyTorch orders its elements.
  public let pyTorchLayout: PyTorchLayout

  /// Makes a parameter without values; PyTorch's layout follows from the number of axes when nil.
  public init(_ shape: Shape, _ initializer: Initializer, pyTorchLayout: PyTorchLayout? = nil) {
    value = Tensor(shapeOnly: shape)
    self.shape = shape
    self.initializer = initializer
    self.pyTorchLayout = pyTorchLayout ?? PyTorchLayout(rank: shape.rank)
  }

  /// Changes the values in place, without a copy where nobody else holds them; traps when their shape
  /// is another one afterwards.
  ///
  /// `&parameter.value` does the same, but outside this module the compiler copies the tensor first
  /// for the sake of `didSet`, and so every element when an optimiser then writes to it.
  public func withMutableValue<R>(_ body: (inout Tensor) throws -> R) rethrows -> R {
    try body(&value)
  }

  /// This parameter as a variable on the tape of `x`, or as a constant when `x` is on none.
  ///
  /// Traps when `x` has values and the parameter has none.
  public func variable(on x: Variable) -> Variable {
    precondition(
      !value.isShapeOnly || x.isShapeOnly,
      "a parameter of shape \(shape) has no values; call initialize(seed:) on the "
        + "model or load weights")
    guard let tape = x.tape else { return Variable(value) }
    return tape.leaf(of: self, value: value, requiresGradient: isTrainable)
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
}
