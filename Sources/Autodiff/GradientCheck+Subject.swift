import GradusTensors

extension GradientCheck {
  /// The function under check: its value, its gradients and their gradients, each on a new tape.
  struct Subject {
    let operation: String
    let seed: UInt64
    let function: ([Variable]) -> Variable

    func value(_ inputs: [Tensor]) -> Tensor {
      let tape = Tape(.training, recording: false, seed: seed)
      return function(inputs.map(tape.variable)).value
    }

    /// The gradients of the inputs, from a plain backward run or a recorded one.
    func gradients(
      _ inputs: [Tensor], cotangents: [Tensor], createGraph: Bool = false
    ) -> [Tensor] {
      let tape = Tape(.training, seed: seed)
      let variables = inputs.map(tape.variable)
      let output = function(variables)
      guard output.requiresGradient else { return inputs.map { $0.filled(with: 0) } }
      let gradients = tape.gradients(
        of: output, seed: Variable(cotangents[0]), createGraph: createGraph)
      return variables.map { gradients[$0] ?? $0.value.filled(with: 0) }
    }

    /// The gradients of two backward runs over one graph.
    func repeatedGradients(_ inputs: [Tensor], cotangent: Tensor) -> [[Tensor]] {
      let tape = Tape(.training, seed: seed)
      let variables = inputs.map(tape.variable)
      let output = function(variables)
      guard output.requiresGradient else { return [] }
      return [true, false].map { keepGraph in
        let gradients = tape.gradients(
          of: output, seed: Variable(cotangent), keepGraph: keepGraph)
        return variables.map { gradients[$0] ?? $0.value.filled(with: 0) }
      }
    }

    /// The gradients of Σ cotangent · gradient for the inputs and the output's cotangent, which is
    /// the last of `arguments`.
    func secondGradients(_ arguments: [Tensor], cotangents: [Tensor]) -> [Tensor] {
      let zeros = arguments.map { $0.filled(with: 0) }
      let tape = Tape(.training, seed: seed)
      let variables = arguments.map(tape.variable)
      let inputs = Array(variables.dropLast())
      let output = function(inputs)
      guard output.requiresGradient else { return zeros }
      let first = tape.gradients(
        of: output, seed: variables.last, withRespectTo: inputs, createGraph: true)
      let contractions = zip(inputs, cotangents).compactMap { input, cotangent in
        first.variableGradient(of: input).map { ($0 * Variable(cotangent)).sum() }
      }
      guard let start = contractions.first else { return zeros }
      let total = contractions.dropFirst().reduce(start, +)
      guard total.requiresGradient else { return zeros }
      let second = tape.gradients(of: total, withRespectTo: variables)
      return zip(variables, zeros).map { second[$0] ?? $1 }
    }
  }

  /// Backward twice over one graph gives the same bits, and the rules that can be differentiated
  /// again give what the fused ones do, up to rounding.
  func repetitionFailures(
    _ subject: Subject, _ inputs: [Tensor], _ cotangent: Tensor
  ) -> [Failure] {
    let runs = subject.repeatedGradients(inputs, cotangent: cotangent)
    guard let reference = runs.first else { return [] }
    let recorded = subject.gradients(inputs, cotangents: [cotangent], createGraph: true)
    return differences(subject.operation, .repetition, runs[1], reference, tolerance: 0)
      + differences(subject.operation, .recordedGradient, recorded, reference, tolerance: 1e-10)
  }

  private func differences(
    _ operation: String, _ kind: Failure.Kind, _ actual: [Tensor], _ expected: [Tensor],
    tolerance: Double
  ) -> [Failure] {
    zip(actual, expected).enumerated().compactMap { position, pair in
      let magnitude = pair.1.scalars.reduce(1e-300) { max($0, abs($1)) }
      let errors = zip(pair.0.scalars, pair.1.scalars).map { abs($0 - $1) / magnitude }
      guard let worst = errors.firstIndex(where: { !($0 <= tolerance) }) else { return nil }
      return Failure(
        operation: operation, kind: kind, input: position, element: worst, output: nil,
        analytic: pair.0.scalars[worst], numeric: pair.1.scalars[worst],
        relativeError: errors[worst])
    }
  }
}
