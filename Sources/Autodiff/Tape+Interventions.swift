import GradusTensors

/// What a tape computes otherwise than its model says, for experiments on a model that stays as it
/// is; tapes that recompute a part share it with the tape they belong to.
final class Interventions {
  /// A function in place of a module's forward run.
  struct Replacement {
    let layer: any TapeScope
    let function: (Variable) -> Variable
    var isUsed = false
  }

  /// A value in place of a parameter's own.
  struct Substitute {
    let owner: AnyObject
    let value: Tensor
    var isUsed = false
  }

  @exclusivity(unchecked) var replacements: [ObjectIdentifier: Replacement] = [:]
  @exclusivity(unchecked) var substitutes: [ObjectIdentifier: Substitute] = [:]

  /// The value a parameter's leaf has.
  func value(of owner: AnyObject, _ own: Tensor) -> Tensor {
    guard !substitutes.isEmpty, let value = substitutes[ObjectIdentifier(owner)]?.value else {
      return own
    }
    substitutes[ObjectIdentifier(owner)]?.isUsed = true
    return value
  }
}

extension Tape {
  /// Runs `function` instead of a layer's forward on this tape; the layer itself is not changed.
  ///
  ///     tape.replace(model.layer2) { $0 }      // this run skips the stage
  ///
  /// It acts where the layer is called, also where a normalisation is called together with what
  /// follows it (`bn.activated(x, .relu)`): the activation is then applied to the function's result.
  /// A replacement that was not used when the run ends (with the backward run, or with the tape)
  /// stops the program, unless a layer around it was replaced too.
  public func replace(_ layer: any TapeScope, by function: @escaping (Variable) -> Variable) {
    _ = interventions.replacements.updateValue(
      .init(layer: layer, function: function), forKey: ObjectIdentifier(layer))
  }

  /// What runs instead of a layer's forward on this tape; nil for the layer itself. Whoever asks is
  /// taken to call it.
  public func replacement(of layer: any TapeScope) -> ((Variable) -> Variable)? {
    guard !interventions.replacements.isEmpty,
      let function = interventions.replacements[ObjectIdentifier(layer)]?.function
    else { return nil }
    interventions.replacements[ObjectIdentifier(layer)]?.isUsed = true
    return function
  }

  /// Uses a value for a parameter on this tape; the parameter itself is not changed.
  ///
  /// Traps when the tape has used the parameter before. A value that was not used when the run ends
  /// stops the program, as in `replace(_:by:)`.
  ///
  /// - Parameters:
  ///   - value: of the parameter's shape.
  ///   - owner: the parameter.
  public func use(_ value: Tensor, for owner: AnyObject) {
    precondition(
      leaves[ObjectIdentifier(owner)] == nil,
      "use: the tape has used this parameter of shape \(value.shape) already; say so before the "
        + "forward run")
    interventions.substitutes[ObjectIdentifier(owner)] = .init(owner: owner, value: value)
  }

  /// Stops the program when an intervention had no effect although something ran.
  func checkInterventions() {
    guard !isReplica, !scopes.isEmpty || !nodes.isEmpty else { return }
    let replacements = interventions.replacements.values
    let replaced = replacements.filter(\.isUsed).map(\.layer)
    func isSkipped(_ object: AnyObject) -> Bool {
      replaced.contains { $0.path(to: object) != nil }
    }
    for unused in replacements where !unused.isUsed && !isSkipped(unused.layer) {
      preconditionFailure(
        "replace: \(name(unused.layer)) was never called on this tape, so that its replacement did "
          + "nothing; replace a layer that this run calls")
    }
    for unused in interventions.substitutes.values
    where !unused.isUsed && !isSkipped(unused.owner) {
      preconditionFailure(
        "use: \(name(unused.owner)) was never used on this tape, so that the value of shape "
          + "\(unused.value.shape) given for it did nothing; give one for a parameter that this run "
          + "uses")
    }
  }

  private func name(_ object: AnyObject) -> String {
    let path = (root ?? scopes.first?.module)?.path(to: object) ?? ""
    return path.isEmpty ? "this \(type(of: object))" : path
  }
}
