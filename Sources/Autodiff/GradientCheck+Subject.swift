import GradusTensors

extension GradientCheck {
  /// The function under check: its value, its gradients and their gradients, each on a new tape.
  ///
  /// Its arguments are the inputs and then the values of the parameters it uses.
  struct Subject {
    let operation: String
    /// The inputs and the values of the parameters, as they were given.
    let arguments: [Tensor]
    /// What messages call the arguments, and last the output's cotangent.
    let names: [String]

    private let mode: Tape.Mode
    private let seed: UInt64
    private let inputCount: Int
    private let owners: [AnyObject]
    private let function: ([Variable]) -> Variable

    init(
      _ operation: String, mode: Tape.Mode, seed: UInt64, inputs: [Tensor],
      _ function: @escaping ([Variable]) -> Variable
    ) {
      let tape = Tape(measuring: mode, seed: seed)
      withExtendedLifetime(tape) { _ = function(inputs.map(tape.variable)) }
      let parameters = tape.usedParameters.filter(\.requiresGradient)
      let parameterNames = parameters.map { tape.name(ofParameter: $0.owner) }
      for (parameter, name) in zip(parameters, parameterNames) {
        precondition(
          parameter.value.dtype == .float64,
          "gradient check of \(operation): \(name) is \(parameter.value.dtype) and must be float64; "
            + "initialise the model with dtype: .float64")
      }
      self.operation = operation
      arguments = inputs + parameters.map(\.value)
      names = inputs.indices.map { "input \($0)" } + parameterNames + ["the output's cotangent"]
      (self.mode, self.seed, self.function) = (mode, seed, function)
      inputCount = inputs.count
      owners = parameters.map(\.owner)
    }

    /// The function at some arguments, and the variables that stand for them.
    private func run(
      _ arguments: [Tensor], on tape: Tape
    ) -> (arguments: [Variable], output: Variable) {
      let values = zip(owners, arguments.dropFirst(inputCount))
      for (owner, value) in values { tape.use(value, for: owner) }
      let inputs = arguments.prefix(inputCount).map(tape.variable)
      let output = withExtendedLifetime(tape) { function(inputs) }
      return (inputs + values.map { tape.leaf(of: $0, value: $1) }, output)
    }

    func value(_ arguments: [Tensor]) -> Tensor {
      run(arguments, on: Tape(measuring: mode, recording: false, seed: seed)).output.value
    }

    /// The gradients of the arguments, from a plain backward run or a recorded one.
    func gradients(
      _ arguments: [Tensor], cotangents: [Tensor], createGraph: Bool = false
    ) -> [Tensor] {
      let tape = Tape(measuring: mode, seed: seed)
      let (variables, output) = run(arguments, on: tape)
      guard output.requiresGradient else { return arguments.map { $0.filled(with: 0) } }
      let gradients = tape.gradients(
        of: output, seed: Variable(cotangents[0]), createGraph: createGraph)
      return variables.map { gradients[$0] ?? $0.value.filled(with: 0) }
    }

    /// The gradients of two backward runs over one graph.
    func repeatedGradients(cotangent: Tensor) -> [[Tensor]] {
      let tape = Tape(measuring: mode, seed: seed)
      let (variables, output) = run(arguments, on: tape)
      guard output.requiresGradient else { return [] }
      return [true, false].map { keepGraph in
        let gradients = tape.gradients(
          of: output, seed: Variable(cotangent), keepGraph: keepGraph)
        return variables.map { gradients[$0] ?? $0.value.filled(with: 0) }
      }
    }

    /// The gradients of Σ cotangent · gradient for the arguments and the output's cotangent, which is
    /// the last of `arguments`.
    func secondGradients(_ arguments: [Tensor], cotangents: [Tensor]) -> [Tensor] {
      let zeros = arguments.map { $0.filled(with: 0) }
      let tape = Tape(measuring: mode, seed: seed)
      let (variables, output) = run(Array(arguments.dropLast()), on: tape)
      let outputCotangent = tape.variable(arguments.last!)
      guard output.requiresGradient else { return zeros }
      let first = tape.gradients(
        of: output, seed: outputCotangent, withRespectTo: variables, createGraph: true)
      let contractions = zip(variables, cotangents).compactMap { variable, cotangent in
        first.variableGradient(of: variable).map { ($0 * Variable(cotangent)).sum() }
      }
      guard let start = contractions.first else { return zeros }
      let total = contractions.dropFirst().reduce(start, +)
      guard total.requiresGradient else { return zeros }
      let targets = variables + [outputCotangent]
      let second = tape.gradients(of: total, withRespectTo: targets)
      return zip(targets, zeros).map { second[$0] ?? $1 }
    }
  }
}
