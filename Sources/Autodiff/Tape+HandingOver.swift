import GradusTensors

extension Tape {
  /// Runs the tape backward from `output` and hands each parameter's gradient over as soon as it is
  /// final, so that no two large ones need to be in memory at once.
  ///
  /// They come in reverse order of first use, each once. `receive` may change the parameter: all that
  /// the backward run still needs of its old value is kept apart, and no use of it is left, so that
  /// the value can change in place. The tape is spent afterwards; it has forgotten its parameters.
  ///
  /// - Parameters:
  ///   - output: a single number; traps as `gradients(of:)` does.
  ///   - receive: takes the object a leaf stands for and its gradient.
  public func handOverGradients(
    of output: Variable, to receive: (_ owner: AnyObject, _ gradient: Tensor) -> Void
  ) {
    (leaves, usedParameters) = ([:], [])
    _ = gradients(
      of: output, seed: nil, withRespectTo: nil, stoppingAt: [], keepGraph: false,
      createGraph: false
    ) { owner, gradient in
      receive(owner, gradient)
      return true
    }
  }

  /// The objects (parameters) whose leaves `output` depends on, in order of first use: those that a
  /// backward run has gradients for.
  public func owners(reaching output: Variable) -> [AnyObject] {
    guard output.tape === self, let root = output.node else { return [] }
    var isReached = [Bool](repeating: false, count: root + 1)
    isReached[root] = true
    for node in (0...root).reversed() where isReached[node] {
      for case let input? in nodes[node].inputs { isReached[input] = true }
    }
    return (0...root).compactMap { node in
      isReached[node] && nodes[node].isLeaf ? nodes[node].owner : nil
    }
  }
}
