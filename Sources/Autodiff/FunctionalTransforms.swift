import GradusTensors

// Every transform differentiates the function that `mode` names: what a model computes in inference
// unless asked. A model in it stays as it is, and random draws are those of step 0 in every call.

/// The value of a function and its gradient: `f` maps a variable to a single number.
///
/// A model in `f` stays as it is: its running statistics do not move.
///
/// - Parameters:
///   - x: a tensor of any shape; the gradient has the same.
///   - mode: how layers in `f` behave: `.training` differentiates with batch statistics and dropout,
///     whose draws are the same in every call.
///   - f: the function.
public func valueAndGradient(
  at x: Tensor, mode: Tape.Mode = .inference, _ f: (Variable) -> Variable
) -> (value: Tensor, gradient: Tensor) {
  let result = valueAndGradient(at: [x], mode: mode) { f($0[0]) }
  return (result.value, result.gradients[0])
}

/// The value of a function of several tensors and its gradient for each.
///
/// A gradient for an input that the function does not use is zero. A model in `f` stays as it is.
///
/// - Parameters:
///   - inputs: tensors of any shapes; the gradients have the same.
///   - mode: how layers in `f` behave, as for one tensor.
///   - f: maps variables of those shapes to a single number.
public func valueAndGradient(
  at inputs: [Tensor], mode: Tape.Mode = .inference, _ f: ([Variable]) -> Variable
) -> (value: Tensor, gradients: [Tensor]) {
  let tape = Tape(measuring: mode)
  let variables = inputs.map(tape.variable)
  let output = f(variables)
  guard output.requiresGradient else {
    return (output.value, inputs.map { $0.filled(with: 0) })
  }
  let gradients = tape.gradients(of: output)
  return (output.value, variables.map { gradients[$0] ?? $0.value.filled(with: 0) })
}

/// The gradient of a function that maps a variable to a single number.
///
/// A model in `f` stays as it is.
///
/// - Parameters:
///   - x: a tensor of any shape; the gradient has the same.
///   - mode: how layers in `f` behave, as for `valueAndGradient`.
///   - f: the function.
public func gradient(
  at x: Tensor, mode: Tape.Mode = .inference, _ f: (Variable) -> Variable
) -> Tensor {
  valueAndGradient(at: x, mode: mode, f).gradient
}

/// The gradient of a function at a variable, recorded on the variable's tape: transforms nest.
///
///     // third derivative of x⁴
///     gradient(at: x) { x in gradient(at: x) { x in gradient(at: x) { $0.power(4) } } }
///
/// Layers in `f` behave as the variable's tape says, but their running statistics do not move. A
/// variable without a tape gives a constant, in inference mode.
///
/// - Parameters:
///   - x: a variable of any shape; the gradient has the same.
///   - f: maps a variable of that shape to a single number.
public func gradient(at x: Variable, _ f: (Variable) -> Variable) -> Variable {
  guard let tape = x.tape(for: "gradient") else {
    return Variable(gradient(at: x.value, f))
  }
  guard tape.isRecording else {
    return Variable(value: tape.gradient(apartAt: x.value, f), handle: x.handle, node: nil)
  }
  let previous = tape.updatesStatistics
  tape.updatesStatistics = false
  defer { tape.updatesStatistics = previous }
  // An alias, so that what `f` captured of `x` itself does not count.
  let alias = x.requiresGradient ? x * 1 : tape.variable(x.value)
  let output = f(alias)
  guard output.requiresGradient else { return x.constant(0) }
  let gradients = tape.gradients(of: output, withRespectTo: [alias], createGraph: true)
  return gradients.variableGradient(of: alias) ?? x.constant(0)
}

extension Tape {
  /// A tape for the derivatives of a function of its inputs: what a model keeps does not move, and
  /// every such tape draws the same random numbers.
  convenience init(measuring mode: Mode, recording: Bool = true, seed: UInt64 = 0) {
    self.init(mode, updatesStatistics: false, recording: recording, seed: seed, step: 0)
  }

  /// The gradient of a function at a point, on a tape that behaves like this one and goes on with
  /// its random numbers.
  fileprivate func gradient(apartAt x: Tensor, _ f: (Variable) -> Variable) -> Tensor {
    let tape = replica(observers: [])
    tape.updatesStatistics = false
    let input = tape.variable(x)
    let output = f(input)
    guard output.requiresGradient else { return x.filled(with: 0) }
    return tape.gradients(of: output)[input] ?? x.filled(with: 0)
  }
}
