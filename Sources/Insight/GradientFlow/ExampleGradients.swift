import GradusAutodiff
import GradusLayers
import GradusTensors

/// The gradient of each example's loss by each parameter of a model, from one run of the whole batch.
///
///     let gradients = try ExampleGradients(of: model) { tape in
///       model(tape.constant(images)).crossEntropy(labels: labels, reduction: .none)
///     }
///     gradients.norms                         // of each example, over all parameters
///     gradients["fc.weight"]?.shape           // [n, 512, 10]
///
/// They follow from what a layer was given and the gradient of what it gave (Goodfellow 2015), without a
/// backward run per example. Batch normalisation uses the batch's statistics and holds them constant, so
/// that an example's loss depends on that example alone. The model stays as it is.
public struct ExampleGradients: Sendable {
  /// The gradients by path: `[n]` and then the parameter's shape, in the model's order.
  public let entries: [(path: String, values: Tensor)]

  /// Differentiates a batch of losses.
  ///
  /// Throws `UnsupportedOperation` when a trainable parameter is used by an operation for which no rule is
  /// known: known are those of `Linear`, `Conv2d`, `BatchNorm` in training, `GroupNorm` and `LayerNorm` of
  /// rows, and sums and products with parameters that all examples share. A scale behind statistics that
  /// are not the batch's, as those of `BatchNorm` in inference, has none. Examples stand along the first
  /// axis of everything that depends on them.
  ///
  /// - Parameters:
  ///   - model: a model that has values.
  ///   - mode: how its layers behave; dropout draws once for each example.
  ///   - seed: decides dropout.
  ///   - losses: the losses `[n]` of n examples on the given tape.
  public init(
    of model: any Module, mode: Tape.Mode = .training, seed: UInt64 = 0,
    losses: (Tape) throws -> Variable
  ) throws {
    let recorder = Recorder()
    let tape = Tape(mode, statistics: .frozen, seed: seed, step: 0, observers: [recorder])
    tape.root = model
    let losses = try losses(tape)
    precondition(
      losses.shape.rank == 1,
      "ExampleGradients: the losses have shape \(losses.shape); give one per example, with reduction: .none"
    )
    let parameters = model.parameters.filter(\.parameter.isTrainable)
    let paths = Dictionary(
      uniqueKeysWithValues: parameters.map { (ObjectIdentifier($0.parameter), $0.path) })
    _ = tape.gradients(of: losses.sum())
    let ofWeights = tape.nodesOfWeights
    var sums: [ObjectIdentifier: Tensor] = [:]
    for (index, node) in tape.nodes.enumerated() {
      guard let gradient = recorder.gradients[index] else { continue }
      for (place, input) in node.inputs.enumerated() {
        guard let input, let owner = tape.nodes[input].owner,
          let path = paths[ObjectIdentifier(owner)]
        else { continue }
        let use = ParameterUse(
          node: node, place: place, gradient: gradient,
          values: node.inputs.map { $0.flatMap { recorder.values[$0] } }, examples: losses.count,
          meetsExamples: node.inputs.enumerated().contains { other, input in
            other != place && !(input.map { ofWeights[$0] } ?? false)
          })
        guard let part = use.gradients() else {
          throw UnsupportedOperation(operation: node.operation.name, path: path)
        }
        let key = ObjectIdentifier(owner)
        sums[key] = sums[key].map { $0 + part } ?? part
      }
    }
    entries = parameters.compactMap { path, parameter in
      sums[ObjectIdentifier(parameter)].map { (path: path, values: $0) }
    }
  }

  /// The gradients for the parameter at a path; nil when the losses do not depend on it.
  public subscript(path: String) -> Tensor? { entries.first { $0.path == path }?.values }

  /// The Euclidean norm of each example's gradient over all parameters.
  public var norms: [Double] {
    guard let first = entries.first else { return [] }
    return (0..<first.values.shape[0]).map { example in
      entries.reduce(0.0) { sum, entry in
        let norm = (entry.values[example..<example + 1] as Tensor).norm
        return sum + norm * norm
      }.squareRoot()
    }
  }
}

/// An operation that uses a parameter in a way for which gradients by example are not known.
public struct UnsupportedOperation: Error, Sendable, Hashable, CustomStringConvertible {
  /// The operation's name on the tape.
  public let operation: String
  /// The parameter's path.
  public let path: String

  /// One line that names both and what to do.
  public var description: String {
    "example gradients: no rule for \(path) in the operation \(operation); freeze the parameter, or "
      + "differentiate example by example"
  }
}

extension Tape {
  /// For each node, whether it is made of parameters alone.
  fileprivate var nodesOfWeights: [Bool] {
    var result: [Bool] = []
    for node in nodes {
      result.append(
        node.inputs.isEmpty
          ? node.owner is Parameter : node.inputs.allSatisfy { $0.map { result[$0] } ?? false })
    }
    return result
  }
}

/// Keeps the values and the gradients of a tape's nodes.
private final class Recorder: TapeObserver {
  var values: [Int: Tensor] = [:]
  var gradients: [Int: Tensor] = [:]

  func observe(_ event: TapeEvent, on tape: Tape) {
    switch event {
    case .recorded(let node, let value): values[node] = value
    case .gradient(let node, let value): gradients[node] = value
    default: break
    }
  }
}
