import GradusAutodiff
import GradusLayers
import GradusTensors

/// State tensors an optimiser keeps for each of its parameters, and the checks all of them share.
struct OptimizerSlots {
  /// Changes a parameter with its gradient and its states.
  typealias Update = (
    _ parameter: inout Tensor, _ gradient: Tensor, _ first: inout Tensor, _ second: inout Tensor
  ) -> Void

  let parameters: [(path: String, parameter: Parameter)]
  let names: [String]
  private let indices: [ObjectIdentifier: Int]
  /// The state of each parameter; zeros in the beginning.
  private var first: [Tensor]
  /// The second state of each parameter; empty for optimisers with one.
  private var second: [Tensor]
  var stepCount = 0

  init(_ model: any Module, _ names: [String]) {
    let parameters = model.parameters.filter(\.parameter.isTrainable)
    for (path, parameter) in parameters {
      precondition(
        !parameter.value.isShapeOnly,
        "optimiser: parameter \(path) has no values; call initialize(seed:) on the model first")
    }
    self.parameters = parameters
    self.names = names
    indices = Dictionary(
      uniqueKeysWithValues: parameters.enumerated().map { (ObjectIdentifier($1.parameter), $0) })
    let zeros = { parameters.map { $0.parameter.value.filled(with: 0) } }
    first = zeros()
    second = names.count > 1 ? zeros() : []
  }

  /// Counts a step and changes each parameter with its gradient and its states, all in place.
  ///
  /// With one state the closure must ignore `second`.
  mutating func update(_ gradients: Gradients, _ body: Update) throws {
    try require { gradients[owner: $0] != nil }
    stepCount += 1
    for (index, item) in parameters.enumerated() where item.parameter.isTrainable {
      if let gradient = gradients[owner: item.parameter] { move(index, gradient, body) }
    }
  }

  /// As above, while the tape of `loss` runs backward: no gradient outlives its use.
  mutating func update(backwardFrom loss: Variable, _ body: Update) throws {
    guard let tape = loss.tape else {
      preconditionFailure("optimiser step: the loss is on no tape; compute it from its variables")
    }
    let reached = Set(tape.owners(reaching: loss).map { ObjectIdentifier($0) })
    try require { reached.contains(ObjectIdentifier($0)) }
    stepCount += 1
    tape.handOverGradients(of: loss) { owner, gradient in
      guard let index = indices[ObjectIdentifier(owner)] else { return }
      if parameters[index].parameter.isTrainable { move(index, gradient, body) }
    }
  }

  private mutating func move(_ index: Int, _ gradient: Tensor, _ body: Update) {
    parameters[index].parameter.withMutableValue { value in
      if second.isEmpty {
        var unused = Tensor(0)
        body(&value, gradient, &first[index], &unused)
      } else {
        body(&value, gradient, &first[index], &second[index])
      }
    }
  }

  /// Throws unless all parameters that are not frozen have a gradient.
  private func require(_ hasGradient: (Parameter) -> Bool) throws {
    let missing = parameters.filter { $0.parameter.isTrainable && !hasGradient($0.parameter) }
    guard missing.isEmpty else { throw MissingGradients(paths: missing.map(\.path)) }
  }

  var state: StateDictionary {
    StateDictionary(
      zip(names, [first, second]).flatMap { name, tensors in
        zip(parameters, tensors).map { (name: "\(name).\($0.path)", value: $1) }
      })
  }

  mutating func restore(_ state: StateDictionary, stepCount: Int) throws {
    let values = try state.fitted(to: self.state, of: .optimizer).map(\.value)
    first = Array(values.prefix(parameters.count))
    second = Array(values.dropFirst(parameters.count))
    self.stepCount = stepCount
  }
}
