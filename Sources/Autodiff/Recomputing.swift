import GradusTensors

/// Runs a part of a model without keeping what its operations save, and computes it again when the
/// backward run needs it: memory for time (gradient checkpointing, Chen et al. 2016).
///
///     let y = recomputing(x) { layer3($0[0]) }
///
/// Random draws repeat exactly, and running statistics are updated by the first run only. What the
/// closure uses must be the inputs, parameters or constants; a variable of the same tape captured
/// otherwise traps, because its gradient would be lost. Gradients of any order work.
public func recomputing(
  _ inputs: Variable..., body: @escaping ([Variable]) -> Variable
) -> Variable {
  guard let tape = inputs.lazy.compactMap(\.tape).first, tape.isRecording else {
    return body(inputs)
  }
  let drawsBefore = tape.randomDraws
  let scope = tape.currentScope
  let first = tape.replica(observers: [])
  let result = first.withoutRecording { body(inputs.map { first.constant($0.value) }) }
  precondition(
    result.handle == nil || result.handle === first.handle,
    "recomputing: the result was computed from a captured variable of this tape; pass it as an input"
  )
  if !tape.recomputationObservers.isEmpty, !result.value.isFinite {
    // Once more, recorded, so that they see where it arose.
    let shown = tape.replica(observers: tape.recomputationObservers)
    shown.updatesStatistics = false
    _ = body(inputs.map { shown.constant($0.value) })
  }
  tape.randomDraws = first.randomDraws
  let owners = first.usedParameters
  let leaves = owners.map {
    tape.leaf(of: $0.owner, value: $0.value, requiresGradient: $0.requiresGradient)
  }
  return record(
    TapeOperation("recompute", .recomputation), value: result.value, inputs: inputs + leaves
  ) {
    [weak tape] gradient, needed in
    guard let tape else { preconditionFailure("recomputing: its tape is gone") }
    let drawsAfter = tape.randomDraws
    defer { tape.randomDraws = drawsAfter }
    tape.randomDraws = drawsBefore
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
    return again.recomputedGradients(
      of: output, seed: Variable(gradient.value), targets, needed, stoppingAt: [],
      createGraph: false)
  }
}

extension Tape {
  /// Those who are told of what happens inside a recomputed part.
  var recomputationObservers: [any TapeObserver] { observers.filter(\.watchesRecomputation) }

  /// An empty tape that behaves like this one and draws the same random numbers.
  func replica(observers: [any TapeObserver]) -> Tape {
    let tape = Tape(
      mode, statistics: statistics, updatesStatistics: updatesStatistics, seed: seed, step: step,
      convolutionAlgorithm: convolutionAlgorithm, observers: observers)
    tape.interventions = interventions
    tape.randomDraws = randomDraws
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
