import GradusLayers
import GradusTensors

/// A running average of a model's weights, which often generalises better than the weights
/// themselves (Polyak and Juditsky 1992).
///
/// After n updates the next one keeps min(decay, (1 + n) / (10 + n)) of the average, so that the
/// first weights are soon forgotten; this is TensorFlow's rule. A decay of 1 gives all updates one weight,
/// which is stochastic weight averaging (Izmailov et al. 2018). Running statistics of batch
/// normalisations are averaged with the weights they belong to.
///
///     let average = ExponentialMovingAverage(of: model, decay: 0.999)
///     let loop = TrainingLoop(model, SGD(model), .constant(0.1), seed: 1, average: average)
///     ...
///     let error = average.applied(to: model) { model.evaluate(batches).error }
public final class ExponentialMovingAverage {
  /// The largest share of the average that an update keeps, in 0...1; 1 for the mean of all updates.
  public let decay: Double
  /// The number of updates so far.
  public private(set) var updateCount = 0
  /// The averages under the names of the state dictionary.
  public private(set) var state: StateDictionary

  /// Starts an average at a model's present values; traps when it has none, and on a decay outside
  /// 0...1.
  public init(of model: any Module, decay: Double) {
    precondition((0...1).contains(decay), "average: the decay must be in 0...1, not \(decay)")
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
      values.names == state.names, "average: the model is not the one it began with")
    let count = Double(updateCount)
    let kept = decay == 1 ? count / (count + 1) : min(decay, (1 + count) / (10 + count))
    for (name, value) in values {
      state[name]?.average(with: value, keeping: kept, adding: 1 - kept)
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

  /// Takes the state of a checkpoint; throws `StateMismatch` and changes nothing unless it fits
  /// exactly, element types included.
  public func restore(_ state: StateDictionary, updateCount: Int) throws {
    self.state = try state.fitted(to: self.state, of: .average)
    self.updateCount = updateCount
  }

  private static func load(_ state: StateDictionary, into model: any Module) {
    do { try model.load(state) } catch { preconditionFailure("average: \(error)") }
  }
}
