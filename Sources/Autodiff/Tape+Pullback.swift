import GradusTensors

extension Tape {
  /// The gradient that one input of a node gets from the node's result.
  public struct InputGradient {
    /// The input's position among the node's inputs.
    public let position: Int
    /// The input's node.
    public let node: Int
    /// The gradient, of the input's shape.
    public let gradient: Tensor
  }

  /// One step of a backward run: the gradients of a node's inputs for a gradient of its result.
  ///
  /// It is linear in `gradient`, and nothing is recorded or freed, so that a reader of the tape can
  /// run it backward in its own way: several gradients at once, or one for each way through the
  /// network. Inputs that want no gradient are left out. Traps when what the node saved was freed.
  ///
  /// - Parameters:
  ///   - node: a node that is no leaf.
  ///   - gradient: of the node's shape.
  ///   - isNeeded: whether an input's gradient is wanted, by its node.
  public func inputGradients(
    of node: Int, gradient: Tensor, where isNeeded: (_ node: Int) -> Bool = { _ in true }
  ) -> [InputGradient] {
    guard let backward = nodes[node].backward else {
      preconditionFailure(
        "inputGradients: \(describe(node)) is a leaf, or what it saved was freed by a backward run")
    }
    return withoutRecording {
      switch backward {
      case .separate(let pullbacks):
        // Pullbacks were kept, in order, for the inputs that want a gradient.
        let positions = nodes[node].inputs.indices.filter { position in
          nodes[node].inputs[position].map { nodes[$0].requiresGradient } ?? false
        }
        return zip(positions, pullbacks).filter { isNeeded($0.1.input) }.map {
          position, pullback in
          let part = pullback.pullback(Variable(gradient))
          check(part, of: pullback.input, from: node)
          return InputGradient(position: position, node: pullback.input, gradient: part.value)
        }
      case .joint(let inputs, let pullback):
        let wanted = inputs.map { input in input.map(isNeeded) ?? false }
        return parts(pullback(Variable(gradient), wanted), inputs, wanted, from: node)
      case .consuming(let inputs, let pullback):
        let wanted = inputs.map { input in input.map(isNeeded) ?? false }
        return parts(pullback(Variable(gradient), wanted), inputs, wanted, from: node)
      }
    }
  }

  private func parts(
    _ parts: [Variable?], _ inputs: [Int?], _ wanted: [Bool], from node: Int
  ) -> [InputGradient] {
    parts.enumerated().compactMap { position, part in
      guard wanted[position], let part, let input = inputs[position] else { return nil }
      check(part, of: input, from: node)
      return InputGradient(position: position, node: input, gradient: part.value)
    }
  }
}
