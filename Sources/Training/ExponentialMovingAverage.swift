import GradusLayers
import GradusTensors

/// A running average of a model's weights, which often generalises better than the weights
/// themselves (Polyak and Juditsky 1992).
///
/// After n updates the next one keeps min(decay, (1 + n) / (10 + n)) of the average, so that the
/// first weights are soon forgotten; this is TensorFlow's rule. Running statistics of batch
/// normalisations are averaged with the weights they belong to.
///
///     let average = ExponentialMovingAverage(of: model, decay: 0.999)
///     let trainer = Trainer(model, SGD(model), .constant(0.1), seed: 1, average: average)
///     ...
///     let error = average.applied(to: model) { model.evaluate(batches).error }
public final class ExponentialMovingAverage {
  /// The largest share of the average that an update keeps, in 0..<1.
  public let decay: Double
  /// The number of updates so far.
  public private(set) var updateCount = 0
  /// The averages under the names of the state dictionary.
  public private(set) var state: [(name: String, value: Tensor)]

  /// Starts an average at a model's present values; traps when it has none, and on a decay outside
  /// 0..<1.
  public init(of model: any Module, decay: Double) {
    precondition((0..<1).contains(decay), "average: the decay must be in 0..<1, not \(decay)")
    state = model.stateDictionary
    for (name, value) in state {
      precondition(
        !value.isShapeOnly,
        "average: \(name) has no values; call initialize(seed:) on the model first")
    }
    self.decay = decay
  }

  /// Moves the average towards the model's present values; traps when the model is another one.
  public func update(with model: any Module) {
    let values = model.stateDictionary
    precondition(
      values.map(\.name) == state.map(\.name), "average: the model is not the one it began with")
    let count = Double(updateCount)
    let kept = min(decay, (1 + count) / (10 + count))
    for index in state.indices {
      state[index].value = state[index].value * kept + values[index].value * (1 - kept)
    }
    updateCount += 1
  }

  /// Runs `body` while the model has the averages as its values; it gets its own back afterwards.
  ///
  /// Traps when the model is not the one the average began with.
  public func applied<Result>(to model: any Module, _ body: () throws -> Result) rethrows -> Result
  {
    let values = model.stateDictionary
    Self.load(state, into: model)
    defer { Self.load(values, into: model) }
    return try body()
  }

  /// Takes the state of a checkpoint; throws `AverageStateError` and changes nothing unless it fits
  /// exactly.
  public func restore(_ state: [(name: String, value: Tensor)], updateCount: Int) throws {
    let given = Dictionary(state.map { ($0.name, $0.value) }) { first, _ in first }
    for (name, value) in self.state {
      guard let found = given[name] else {
        throw AverageStateError(name: name, problem: "is missing from the checkpoint")
      }
      guard found.shape == value.shape, found.dtype == value.dtype else {
        throw AverageStateError(
          name: name,
          problem: "has shape \(found.shape) (\(found.dtype)), not \(value.shape) (\(value.dtype))")
      }
    }
    let known = Set(self.state.map(\.name))
    if let extra = state.first(where: { !known.contains($0.name) }) {
      throw AverageStateError(name: extra.name, problem: "belongs to nothing in this model")
    }
    self.state = self.state.map { ($0.name, given[$0.name]!) }
    self.updateCount = updateCount
  }

  private static func load(_ state: [(name: String, value: Tensor)], into model: any Module) {
    do { try model.load(state) } catch { preconditionFailure("average: \(error)") }
  }
}

/// An average of weights that does not fit the model.
public struct AverageStateError: Error, Sendable, CustomStringConvertible {
  /// The weight's name.
  public let name: String
  /// What is wrong with its average.
  public let problem: String

  /// One line that names the weight and the problem.
  public var description: String { "the average of \(name.onOneLine) \(problem)" }
}
