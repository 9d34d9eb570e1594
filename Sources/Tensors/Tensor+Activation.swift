extension Tensor {
  /// An activation of each element.
  public func activated(_ activation: Activation) -> Tensor {
    activation == .identity ? self : UnaryKernel.run(.activation(activation), self)
  }

  /// The gradient for the argument of an activation, from the gradient of its result.
  ///
  /// Traps unless both have one shape and element type.
  public static func activationGradient(
    _ activation: Activation, argument: Tensor, gradient: Tensor
  ) -> Tensor {
    Tensor.require(
      argument.shape == gradient.shape && argument.dtype == gradient.dtype,
      "activationGradient: argument \(argument.shape) of \(argument.dtype) and gradient "
        + "\(gradient.shape) of \(gradient.dtype) must have one shape and element type")
    if argument.isShapeOnly || gradient.isShapeOnly {
      return Tensor(shapeOnly: argument.shape, dtype: argument.dtype)
    }
    return ActivationKernel.pulledBack(activation, argument: argument, gradient)
  }
}
