import GradusTensors

/// Runs a part of a model without keeping what its operations save, and computes it again when the
/// backward run needs it: memory for time (gradient checkpointing, Chen et al. 2016).
///
///     let y = recomputing(x) { layer3($0[0]) }
///
/// Random draws repeat exactly, and running statistics are updated by the first run only. The
/// closure may use its inputs, parameters and whatever is constant; a captured variable that
/// gradients are wanted for traps, because its gradient would be lost. Gradients of any order work.
/// An inference run on shapes alone, which keeps nothing, records the part's own operations: costs and
/// drawings show what is in it.
///
/// - Parameters:
///   - inputs: variables of any shapes; the gradients of those that want one are computed.
///   - body: maps variables of those shapes to one of any shape; run two or more times.
public func recomputing(
  _ inputs: Variable..., body: @escaping ([Variable]) -> Variable
) -> Variable {
  guard let tape = commonTape("recomputing", inputs), tape.isRecording, !tape.onlyCounts(inputs)
  else { return body(inputs) }
  let drawsBefore = tape.draws.count
  let scope = tape.currentScope
  let first = tape.replica(observers: [])
  let result = first.withoutRecording { body(inputs.map { first.constant($0.value) }) }
  precondition(
    result.handle === first.handle || !result.requiresGradient,
    "recomputing: the result depends on a captured variable of shape \(result.shape) whose gradient "
      + "would be lost; pass it as an input")
  if !tape.recomputationObservers.isEmpty, !result.value.isFinite {
    // Once more, recorded, so that they see where it arose.
    let shown = tape.replica(observers: tape.recomputationObservers)
    shown.updatesStatistics = false
    tape.draws.count = drawsBefore
    _ = body(inputs.map { shown.constant($0.value) })
  }
  let owners = first.usedParameters
  let leaves = owners.map {
    tape.leaf(of: $0.owner, value: $0.value, requiresGradient: $0.requiresGradient)
  }
  return record(
    TapeOperation("recompute", .recomputation), value: result.value, inputs: inputs + leaves
  ) {
    [weak tape] gradient, needed in
    guard let tape else { preconditionFailure("recomputing: its tape is gone") }
    let drawsAfter = tape.draws.count
    defer { tape.draws.count = drawsAfter }
    tape.draws.count = drawsBefore
    if tape.isRecording {
      return tape.replay(body, inputs, leaves, gradient, needed, scope)
    }
    let again = tape.replica(observers: tape.recomputationObservers)
    (again.updatesStatistics, again.currentScope) = (false, scope)
    let fresh = inputs.map {
      $0.requiresGradient ? again.variable($0.value) : again.constant($0.value)
    }
    let output = body(fresh)
    let targets =
      fresh
      + owners.map {
        again.leaf(of: $0.owner, value: $0.value, requiresGradient: $0.requiresGradient)
      }
    // Their values alone: the tape they were computed on ends here.
    return again.recomputedGradients(
      of: output, seed: Variable(gradient.value), targets, needed, stoppingAt: [],
      createGraph: false
    ).map { $0.map { Variable($0.value) } }
  }
}

extension Tape {
  /// Whether a run on these inputs shows what is computed and computes nothing.
  fileprivate func onlyCounts(_ inputs: [Variable]) -> Bool {
    mode == .inference && inputs.contains(where: \.value.isShapeOnly)
  }

  /// Those who are told of what happens inside a recomputed part.
  var recomputationObservers: [any TapeObserver] { observers.filter(\.watchesRecomputation) }

  /// An empty tape for a part of this one: it behaves like this one and goes on with its random
  /// numbers, and what is constant here is constant there.
  func replica(observers: [any TapeObserver]) -> Tape {
    let tape = Tape(
      ownMode, statistics: statistics, updatesStatistics: updatesStatistics, seed: seed, step: step,
      convolutionAlgorithm: convolutionAlgorithm, convolutionAccuracy: convolutionAccuracy,
      observers: observers)
    tape.isReplica = true
    tape.handle.enclosing = handle
    (tape.root, tape.interventions, tape.inferenceScopes) = (root, interventions, inferenceScopes)
    tape.draws = draws
    tape.scopes = scopes
    tape.currentScope = currentScope
    return tape
  }

  /// Recomputes a part on this tape and differentiates it, recorded, for higher orders.
  func replay(
    _ body: ([Variable]) -> Variable, _ inputs: [Variable], _ leaves: [Variable],
    _ gradient: Variable, _ needed: [Bool], _ scope: Int
  ) -> [Variable?] {
    let previous = (updatesStatistics, currentScope)
    (updatesStatistics, currentScope) = (false, scope)
    defer { (updatesStatistics, currentScope) = previous }
    // Aliases at which the run stops, so that only what the body does with its inputs is
    // differentiated: a parameter may be used both by the body and on the way to an input.
    let aliases = inputs.map { $0 * 1 }
    return recomputedGradients(
      of: body(aliases), seed: gradient, aliases + leaves, needed,
      stoppingAt: Set(aliases.compactMap(\.node)), createGraph: true)
  }

  /// The gradients of a recomputed output for those `targets` that are needed; zero for one that
  /// the body does not use.
  func recomputedGradients(
    of output: Variable, seed: Variable, _ targets: [Variable], _ needed: [Bool],
    stoppingAt stops: Set<Int>, createGraph: Bool
  ) -> [Variable?] {
    let wanted = zip(targets, needed).filter(\.1).map(\.0)
    let gradients =
      output.requiresGradient
      ? gradients(
        of: output, seed: seed, withRespectTo: wanted, stoppingAt: stops, keepGraph: false,
        createGraph: createGraph) : Gradients(handle: handle)
    return zip(targets, needed).map { target, isNeeded in
      guard isNeeded else { return nil }
      return gradients.variableGradient(of: target) ?? target.filled(with: 0)
    }
  }
}
