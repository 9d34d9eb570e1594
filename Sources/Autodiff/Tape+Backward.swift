import GradusTensors

extension Tape {
  /// Runs the tape backward from `output` and returns the gradients of leaves.
  ///
  /// One loop over the nodes in reverse; what a node saved is freed as the loop passes it. No
  /// gradient is computed that nobody asked for.
  ///
  /// - Parameters:
  ///   - output: where to start; a single number unless `seed` is given.
  ///   - seed: the gradient of `output`, of its shape; 1 when nil.
  ///   - targets: the variables whose gradients are wanted (leaves or not); all leaves when nil.
  ///   - keepGraph: keep what nodes saved, so that the tape can be run backward again.
  ///   - createGraph: record the backward run itself, so that gradients can be differentiated;
  ///     implies `keepGraph`.
  ///
  /// Traps when `output`, `seed` or a target is on another tape, when `output` does not depend on any
  /// leaf, and when its saved values were freed by an earlier run.
  public func gradients(
    of output: Variable, seed: Variable? = nil, withRespectTo targets: [Variable]? = nil,
    keepGraph: Bool = false, createGraph: Bool = false
  ) -> Gradients {
    gradients(
      of: output, seed: seed, withRespectTo: targets, stoppingAt: [], keepGraph: keepGraph,
      createGraph: createGraph)
  }

  /// As above; nothing is propagated from a node of `stops` to its inputs.
  ///
  /// With stops it differentiates a part of the tape, so parameters' gradients are not final and
  /// observers do not hear of them as such. `isTaken` is offered the final gradient of each owner;
  /// one that it takes is not part of the result.
  func gradients(
    of output: Variable, seed: Variable?, withRespectTo targets: [Variable]?,
    stoppingAt stops: Set<Int>, keepGraph: Bool, createGraph: Bool,
    isTaken: (_ owner: AnyObject, _ gradient: Tensor) -> Bool = { _, _ in false }
  ) -> Gradients {
    guard output.tape === self, let root = output.node else {
      preconditionFailure(
        "gradients: the output of shape \(output.shape) is not recorded on this tape; compute it "
          + "from the tape's own constants and variables")
    }
    precondition(
      nodes[root].requiresGradient,
      "gradients: the output (\(nodes[root].operation.name), \(output.shape)) does not depend on "
        + "any parameter or variable of this tape")
    precondition(
      seed != nil || output.shape.count == 1,
      "gradients: the output of shape \(output.shape) is not a single number; pass a seed")
    let start = seed ?? output.filled(with: 1)
    precondition(
      start.shape == output.shape,
      "gradients: the seed's shape \(start.shape) is not the output's, \(output.shape)")
    precondition(
      (targets ?? []).allSatisfy { $0.node == nil || $0.handle === handle },
      "gradients: a target is on another tape")
    let wanted = Set((targets ?? []).compactMap(\.node))
    let needed = targets == nil ? nil : nodesBetween(wanted, and: root)

    var sweep = BackwardSweep(root: root, seed: start, recorded: createGraph)
    let previous = isRecording
    isRecording = createGraph && previous
    defer { isRecording = previous }
    var result = Gradients(handle: handle)
    for node in (0...root).reversed() {
      guard let gradient = sweep.take(node) else { continue }
      if !observers.isEmpty { tell(.gradient(of: node, value: gradient.value)) }
      let isWanted = targets == nil ? nodes[node].isLeaf : wanted.contains(node)
      if isWanted { finish(node, gradient, isFinal: stops.isEmpty, isTaken, &result) }
      guard !nodes[node].isLeaf, !stops.contains(node), isNeeded(inputsOf: node, needed) else {
        continue
      }
      guard let backward = nodes[node].backward else {
        preconditionFailure(
          "gradients: what \(describe(node)) saved was freed by an earlier backward run; pass "
            + "keepGraph: true to that one")
      }
      if !keepGraph && !createGraph { nodes[node].backward = nil }
      propagate(backward, consume gradient, from: node, needed, &sweep)
    }
    // A run that spends the tape is its end; one within a forward run is not.
    if !keepGraph, !createGraph, currentScope < 0 { checkInterventions() }
    return result
  }

  private func finish(
    _ node: Int, _ gradient: Variable, isFinal: Bool, _ isTaken: (AnyObject, Tensor) -> Bool,
    _ result: inout Gradients
  ) {
    if let owner = nodes[node].owner {
      if isFinal {
        if !observers.isEmpty { tell(.finalGradient(gradient.value, owner: owner)) }
        if isTaken(owner, gradient.value) { return }
      }
    }
    result.insert(gradient, node: node, owner: nodes[node].owner)
  }

  private func propagate(
    _ backward: TapeNode.Backward, _ gradient: consuming Variable, from node: Int,
    _ needed: [Bool]?,
    _ sweep: inout BackwardSweep
  ) {
    switch backward {
    case .separate(let inputs):
      for (input, pullback) in inputs where needed?[input] ?? true {
        add(pullback(gradient), to: input, from: node, &sweep)
        if !observers.isEmpty { tell(.passedGradient(from: node, to: [input])) }
      }
    case .joint(let inputs, let pullback):
      let wanted = areWanted(inputs, needed)
      add(pullback(consume gradient, wanted), to: inputs, where: wanted, from: node, &sweep)
    }
  }

  private func areWanted(_ inputs: [Int?], _ needed: [Bool]?) -> [Bool] {
    inputs.map { input in input.map { needed?[$0] ?? true } ?? false }
  }

  private func add(
    _ parts: consuming [Variable?], to inputs: [Int?], where wanted: [Bool], from node: Int,
    _ sweep: inout BackwardSweep
  ) {
    precondition(
      parts.count == inputs.count,
      "\(describe(node)): the joint pullback gave \(parts.count) gradients for \(inputs.count) inputs"
    )
    for position in inputs.indices where wanted[position] {
      // Taken out, so that the sweep holds the gradient alone.
      guard let part = parts[position].take(), let input = inputs[position] else {
        preconditionFailure(
          "\(describe(node)): the joint pullback gave no gradient for input \(position)")
      }
      add(part, to: input, from: node, &sweep)
    }
    if !observers.isEmpty {
      tell(.passedGradient(from: node, to: zip(inputs, wanted).compactMap { $1 ? $0 : nil }))
    }
  }

  private func add(
    _ gradient: Variable, to input: Int, from node: Int, _ sweep: inout BackwardSweep
  ) {
    check(gradient, of: input, from: node)
    sweep.add(gradient, to: input)
  }

  /// Traps when what a pullback gave is not of its input's shape and element type.
  func check(_ gradient: Variable, of input: Int, from node: Int) {
    precondition(
      gradient.shape == nodes[input].shape,
      "\(describe(node)): the pullback gave a gradient of shape \(gradient.shape) for an input of "
        + "shape \(nodes[input].shape)")
    precondition(
      gradient.dtype == nodes[input].dtype,
      "\(describe(node)): the pullback gave a gradient of type \(gradient.dtype) for an input of "
        + "type \(nodes[input].dtype)")
  }

  private func isNeeded(inputsOf node: Int, _ needed: [Bool]?) -> Bool {
    guard let needed else { return true }
    return nodes[node].inputs.contains { $0.map { needed[$0] } == true }
  }

  /// Marks the nodes on a path from `targets` to `root`: only they need a gradient.
  private func nodesBetween(_ targets: Set<Int>, and root: Int) -> [Bool] {
    var marks = [Bool](repeating: false, count: root + 1)
    for node in 0...root {
      marks[node] = targets.contains(node) || isNeeded(inputsOf: node, marks)
    }
    return marks
  }

  /// The operation, layer path and shape of a node, for messages.
  public func describe(_ node: Int) -> String { describe(node, from: root) }

  func describe(_ node: Int, from root: (any TapeScope)?) -> String {
    let path = path(of: node, from: root)
    return "\(nodes[node].operation.name)\(path.isEmpty ? "" : " in \(path)") "
      + "(node \(node), shape \(nodes[node].shape))"
  }
}
