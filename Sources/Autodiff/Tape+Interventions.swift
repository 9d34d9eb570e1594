import GradusTensors

/// What a tape computes otherwise than its model says, for experiments on a model that stays as it
/// is.
struct Interventions {
  /// Functions in place of modules' forward runs.
  var functions: [ObjectIdentifier: (Variable) -> Variable] = [:]
  /// Values in place of parameters' own.
  var values: [ObjectIdentifier: Tensor] = [:]
}

extension Tape {
  /// Runs `function` instead of a layer's forward on this tape; the layer itself is not changed.
  ///
  ///     tape.replace(model.layer2) { $0 }      // this run skips the stage
  ///
  /// It acts where the layer is called; a part of it that the model calls directly is not replaced.
  public func replace(_ layer: any TapeScope, by function: @escaping (Variable) -> Variable) {
    interventions.functions[ObjectIdentifier(layer)] = function
  }

  /// What runs instead of a layer's forward on this tape; nil for the layer itself.
  public func replacement(of layer: any TapeScope) -> ((Variable) -> Variable)? {
    interventions.functions.isEmpty ? nil : interventions.functions[ObjectIdentifier(layer)]
  }

  /// Uses a value for a parameter on this tape; the parameter itself is not changed.
  ///
  /// Traps when the tape has used the parameter before.
  ///
  /// - Parameters:
  ///   - value: of the parameter's shape.
  ///   - owner: the parameter.
  public func use(_ value: Tensor, for owner: AnyObject) {
    precondition(
      leaves[ObjectIdentifier(owner)] == nil,
      "use: the tape has used this parameter of shape \(value.shape) already; say so before the "
        + "forward run")
    interventions.values[ObjectIdentifier(owner)] = value
  }
}
