import GradusTensors

/// What a backward run returns: gradients by variable or by parameter.
///
/// There is nothing to zero, and a missing gradient is nil, never a silent zero.
public struct Gradients {
  /// The gradients of the leaves that were reached, by node.
  var byNode: [Int: Variable] = [:]
  /// The nodes of parameters, by object.
  var nodeOfOwner: [ObjectIdentifier: Int] = [:]
  /// Stands for the tape that was run backward.
  let handle: TapeHandle

  init(handle: TapeHandle) { self.handle = handle }

  /// The gradient for a variable; nil when the output does not depend on it.
  ///
  /// Traps when the variable is on another tape than the one that was run backward.
  public subscript(_ variable: Variable) -> Tensor? { variableGradient(of: variable)?.value }

  /// The gradient for the leaf of an object (a parameter); nil when it was not used.
  public subscript(owner owner: AnyObject) -> Tensor? {
    nodeOfOwner[ObjectIdentifier(owner)].flatMap { byNode[$0]?.value }
  }

  /// The gradient as a variable, which can be differentiated again after `createGraph: true`.
  public func variableGradient(of variable: Variable) -> Variable? {
    guard let node = variable.node else { return nil }
    precondition(
      variable.handle === handle,
      "gradients: the variable is on another tape than the gradients; look up a parameter of the "
        + "model or a variable of the tape that was run backward")
    return byNode[node]
  }

  /// The gradient for an object's leaf as a variable.
  public func variableGradient(owner: AnyObject) -> Variable? {
    nodeOfOwner[ObjectIdentifier(owner)].flatMap { byNode[$0] }
  }

  /// The number of leaves that have a gradient.
  public var count: Int { byNode.count }
}
