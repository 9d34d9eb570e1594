import GradusAutodiff
import GradusTensors

extension Gradients {
  /// Makes gradients from parameters and tensors of their shapes and element types; traps when one
  /// does not fit or a parameter comes twice.
  public init(_ gradients: some Sequence<(Parameter, Tensor)>) {
    self.init()
    for (parameter, gradient) in gradients {
      precondition(
        self[parameter] == nil,
        "gradients: a parameter of shape \(parameter.shape) comes twice; add its gradients first")
      self[parameter] = gradient
    }
  }

  /// The gradient of a parameter; nil when the run did not use it.
  ///
  /// Setting it replaces the gradient, adds one, or with nil removes it. Traps when it has another
  /// shape or element type than the parameter.
  public subscript(parameter: Parameter) -> Tensor? {
    get { self[owner: parameter] }
    set {
      if let newValue { Self.requireFit(newValue, parameter, "a parameter") }
      self[owner: parameter] = newValue
    }
  }

  /// The gradients of a model's parameters with their paths, in the model's order; parameters without
  /// a gradient are left out.
  public func entries(
    of model: any Module
  ) -> [(path: String, parameter: Parameter, gradient: Tensor)] {
    model.parameters.compactMap { path, parameter in
      self[parameter].map { (path, parameter, $0) }
    }
  }

  /// The gradients, those of a model's parameters as `transform` makes them from path, parameter and
  /// gradient, others as they are; traps when the shape or element type changes.
  ///
  ///     gradients.mapped(of: model) { path, parameter, gradient in
  ///       path.hasPrefix("fc") ? gradient * 10 : gradient
  ///     }
  public func mapped(
    of model: any Module,
    _ transform: (_ path: String, _ parameter: Parameter, _ gradient: Tensor) throws -> Tensor
  ) rethrows -> Gradients {
    var result = self.mapped { $1 }
    for (path, parameter, gradient) in entries(of: model) {
      let changed = try transform(path, parameter, gradient)
      Self.requireFit(changed, parameter, "parameter \(path)")
      result[owner: parameter] = changed
    }
    return result
  }

  private static func requireFit(_ gradient: Tensor, _ parameter: Parameter, _ name: String) {
    precondition(
      gradient.shape == parameter.shape && gradient.dtype == parameter.value.dtype,
      "gradients: a gradient of shape \(gradient.shape) (\(gradient.dtype)) does not belong to "
        + "\(name) of shape \(parameter.shape) (\(parameter.value.dtype))")
  }
}
