import GradusAutodiff
import GradusLayers
import GradusTensors

/// Measures how activations and gradients flow through a network while it trains.
///
///     let probe = FlowProbe(model, learningRate: schedule.learningRate(step:))
///     for batch in batches { try loop.step(batch, observers: [probe]) }
///     probe.records.last?.profile(.weightGradientNorm).firstOverLast
///
/// An observer of the tape: the model does not know of it, and the run's numbers stay the same.
/// Watch every step, on tapes that know theirs; it measures at the chosen ones only. A step's update is known when the next
/// step begins, or when `records` is read after the step. Layers inside a `recomputing` have their
/// weights measured, not their activations.
public final class FlowProbe: TapeObserver {
  private let weights: [WeightedLayer]
  private let learningRate: ((Int) -> Double)?
  private let isWatched: (Int) -> Bool
  private var finished: [FlowRecord] = []
  private var trace: FlowTrace?
  private weak var tape: Tape?

  /// Makes a probe of all weighted layers of a model.
  ///
  /// - Parameters:
  ///   - model: the network.
  ///   - learningRate: the learning rate of a step, for `effectiveLearningRate`; nil leaves that out.
  ///   - steps: whether a step is measured; by default 0, 1, 3, 10, 30, 100, ...
  public init(
    _ model: any Module, learningRate: ((Int) -> Double)? = nil,
    steps: @escaping (Int) -> Bool = LogSpacedSteps.contains
  ) {
    weights = WeightedLayer.all(of: model)
    self.learningRate = learningRate
    isWatched = steps
  }

  /// Everything measured so far, in the order of the steps.
  public var records: [FlowRecord] {
    finished + [trace?.record(updateIsKnown: true)].compactMap { $0 }
  }

  private func trace(of tape: Tape) -> FlowTrace? {
    if self.tape !== tape {
      guard let step = tape.step else {
        preconditionFailure(
          "FlowProbe: the tape has no step to measure; pass step: to Tape, so that records know theirs"
        )
      }
      if let trace {
        finished += [trace.record(updateIsKnown: trace.step + 1 == step)].compactMap { $0 }
      }
      self.tape = tape
      trace =
        isWatched(step)
        ? FlowTrace(weights, step: step, learningRate: learningRate?(step)) : nil
    }
    return trace
  }

  /// Notes the response of each layer and follows it through normalisation, addition and
  /// rectification; takes the norm of an activation's gradient, and norm and kurtosis of a weight's.
  public func observe(_ event: TapeEvent, on tape: Tape) {
    guard let trace = trace(of: tape) else { return }
    switch event {
    case .entered(let module): trace.enter(module)
    case .left(let module, let outputs): trace.leave(module, outputs)
    case .recorded(let node, let value): trace.follow(node, value, on: tape)
    case .gradient(let node, let value): trace.takeActivation(value, of: node)
    case .finalGradient(let gradient, let owner): trace.takeWeight(gradient, of: owner)
    case .passedGradient: break
    }
  }
}
