import Autodiff
import Layers
import Tensors

/// Changes parameters by their gradients.
///
/// An optimiser belongs to one model: it knows its parameters by path and keeps state for each.
public protocol Optimizer: AnyObject {
  /// The parameters it moves.
  var parameters: [(path: String, parameter: Parameter)] { get }
  /// The number of steps taken.
  var stepCount: Int { get }
  /// Everything a checkpoint needs, by name.
  var state: [(name: String, value: Tensor)] { get }

  /// Moves each parameter once; throws `MissingGradients` and changes nothing when a trainable
  /// parameter got no gradient.
  func step(_ gradients: Gradients, learningRate: Double) throws
  /// Takes the state of a checkpoint; throws `OptimizerStateError` unless it fits exactly.
  func restore(_ state: [(name: String, value: Tensor)], stepCount: Int) throws
}

/// Trainable parameters for which a backward run gave no gradient.
public struct MissingGradients: Error, Sendable, CustomStringConvertible {
  /// The parameters' paths.
  public let paths: [String]

  /// One line that names the parameters and what to do.
  public var description: String {
    "no gradient for \(paths.prefix(5).joined(separator: ", "))"
      + (paths.count > 5 ? " and \(paths.count - 5) more" : "")
      + ": the loss does not depend on them; use them in forward, or set isTrainable to false"
  }
}

/// A checkpoint's optimiser state that does not fit.
public struct OptimizerStateError: Error, Sendable, CustomStringConvertible {
  /// The state's name.
  public let name: String
  /// What is wrong with it.
  public let problem: String

  /// One line that names the state and the problem.
  public var description: String { "optimiser state \(name) \(problem)" }
}

/// State tensors an optimiser keeps for each of its parameters, and the checks all of them share.
struct OptimizerSlots {
  let parameters: [(path: String, parameter: Parameter)]
  let names: [String]
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
    let zeros = { parameters.map { $0.parameter.value.filled(with: 0) } }
    first = zeros()
    second = names.count > 1 ? zeros() : []
  }

  /// Counts a step and changes each parameter with its gradient and its states, all in place.
  ///
  /// With one state the closure must ignore `second`.
  mutating func update(
    _ gradients: Gradients,
    _ body: (_ parameter: inout Tensor, Tensor, _ first: inout Tensor, _ second: inout Tensor) ->
      Void
  ) throws {
    let collected = try collect(gradients)
    stepCount += 1
    var unused = Tensor(0)
    for (index, gradient) in collected.enumerated() {
      guard let gradient else { continue }
      let parameter = parameters[index].parameter
      if second.isEmpty {
        body(&parameter.value, gradient, &first[index], &unused)
      } else {
        body(&parameter.value, gradient, &first[index], &second[index])
      }
    }
  }

  /// The gradients in the parameters' order, nil for those frozen since; throws when one is missing.
  private func collect(_ gradients: Gradients) throws -> [Tensor?] {
    let found = parameters.map { $0.parameter.isTrainable ? gradients[$0.parameter] : nil }
    let missing = zip(parameters, found)
      .filter { $0.0.parameter.isTrainable && $0.1 == nil }.map(\.0.path)
    guard missing.isEmpty else { throw MissingGradients(paths: missing) }
    return found
  }

  var state: [(name: String, value: Tensor)] {
    zip(names, [first, second]).flatMap { name, tensors in
      zip(parameters, tensors).map { ("\(name).\($0.path)", $1) }
    }
  }

  mutating func restore(_ state: [(name: String, value: Tensor)], stepCount: Int) throws {
    let given = Dictionary(state.map { ($0.name, $0.value) }) { first, _ in first }
    let expected = self.state
    for (name, value) in expected {
      guard let found = given[name] else {
        throw OptimizerStateError(name: name, problem: "is missing from the checkpoint")
      }
      guard found.shape == value.shape, found.dtype == value.dtype else {
        throw OptimizerStateError(
          name: name,
          problem: "has shape \(found.shape) (\(found.dtype)), not \(value.shape) (\(value.dtype))")
      }
    }
    if let extra = state.first(where: { item in !expected.contains { $0.name == item.name } }) {
      throw OptimizerStateError(name: extra.name, problem: "belongs to no parameter of this model")
    }
    let values = names.map { name in parameters.map { given["\(name).\($0.path)"]! } }
    first = values[0]
    second = values.count > 1 ? values[1] : []
    self.stepCount = stepCount
  }
}
