import GradusTensors

/// Records an operation: its value, then each input beside its pullback.
///
///     extension Variable {
///       func cubed() -> Variable {
///         record(TapeOperation("cubed", .arithmetic), value: value * value * value, (self, { g in g * self * self * 3 }))
///       }
///     }
///
/// Pullbacks are written with the same differentiable operations, which is what makes derivatives of
/// any order work; check them with `GradientCheck`. The description is made only where it is recorded.
/// Pullbacks of inputs that want no gradient are dropped at once, together with everything they
/// captured. Costs, drawings and lesions run a model on shapes alone: a value that is computed from an
/// input's `scalars` is then `Tensor(shapeOnly: shape, dtype: dtype)`, if the input's
/// `value.isShapeOnly`. Traps when inputs are on two different tapes, or on one that is gone.
public func record(
  _ operation: @autoclosure () -> TapeOperation, value: Tensor, _ inputs: (Variable, Pullback)...
) -> Variable {
  let variables = inputs.map(\.0)
  guard let tape = recordingTape(operation().name, variables) else {
    return unrecorded(value, variables)
  }
  return tape.record(operation(), value, inputs: variables) { _ in
    .separate(wanted(inputs) { $0 })
  }
}

/// Records an operation whose pullbacks use its result, such as `exp`.
public func record(
  _ operation: @autoclosure () -> TapeOperation, value: Tensor,
  usingResult inputs: (Variable, ResultPullback)...
) -> Variable {
  let variables = inputs.map(\.0)
  guard let tape = recordingTape(operation().name, variables) else {
    return unrecorded(value, variables)
  }
  return tape.record(operation(), value, inputs: variables) { result in
    .separate(wanted(inputs) { pullback in { g in pullback(g, result) } })
  }
}

/// Records an operation whose inputs share backward work, such as batch normalisation.
///
/// The joint pullback is told which inputs need a gradient and returns one for each of those.
public func record(
  _ operation: @autoclosure () -> TapeOperation, value: Tensor, inputs: [Variable],
  joint: @escaping JointPullback
) -> Variable {
  recordConsuming(operation(), value: value, inputs: inputs) { gradient, needed in
    joint(gradient, needed)
  }
}

/// Records an operation with a joint pullback that owns the gradient of the result.
///
/// For pullbacks that use the gradient's memory again where nobody else reads it.
func recordConsuming(
  _ operation: @autoclosure () -> TapeOperation, value: Tensor, inputs: [Variable],
  pullback: @escaping ConsumingPullback
) -> Variable {
  guard let tape = recordingTape(operation().name, inputs) else { return unrecorded(value, inputs) }
  return tape.record(operation(), value, inputs: inputs) { _ in
    .joint(inputs: inputs.map { $0.requiresGradient ? $0.node : nil }, pullback: pullback)
  }
}

/// The inputs that want a gradient, beside their pullbacks; there is room for all from the start.
private func wanted<Given>(
  _ inputs: [(Variable, Given)], _ pullback: (Given) -> Pullback
) -> [(input: Int, pullback: Pullback)] {
  var wanted: [(input: Int, pullback: Pullback)] = []
  wanted.reserveCapacity(inputs.count)
  for (input, given) in inputs where input.requiresGradient {
    wanted.append((input.node!, pullback(given)))
  }
  return wanted
}

/// The tape that the inputs are on, if it records.
private func recordingTape(
  _ operation: @autoclosure () -> String, _ inputs: [Variable]
) -> Tape? {
  commonTape(operation(), inputs).flatMap { $0.isRecording ? $0 : nil }
}

private func unrecorded(_ value: Tensor, _ inputs: [Variable]) -> Variable {
  Variable(value: value, handle: innermostHandle(inputs), node: nil)
}

extension Tape {
  func record(
    _ operation: TapeOperation, _ value: Tensor, inputs: [Variable],
    _ backward: (Variable) -> TapeNode.Backward
  ) -> Variable {
    let requiresGradient = inputs.contains(where: \.requiresGradient)
    let result = append(
      operation, value, inputs: inputs.map(place),
      requiresGradient: requiresGradient, owner: nil)
    if requiresGradient, let node = result.node { nodes[node].backward = backward(result) }
    return result
  }

  /// The node of an input; of one that is not on this tape, a new one if constants are recorded.
  private func place(of input: Variable) -> Int? {
    if input.handle === handle, let node = input.node { return node }
    return recordsConstants ? constant(input.value).node : nil
  }
}
