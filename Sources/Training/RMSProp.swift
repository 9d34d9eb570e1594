import GradusAutodiff
import GradusLayers
import GradusTensors

/// RMSprop (Tieleman and Hinton 2012) with momentum on the scaled gradient, in PyTorch's form.
public final class RMSProp: StreamingOptimizer {
  private var slots: OptimizerSlots
  private let smoothing: Double
  private let epsilon: Double
  private let weightDecay: Double
  private let momentum: Double

  /// Makes an optimiser for all trainable parameters of a model that has values.
  public init(
    _ model: any Module, smoothing: Double = 0.99, epsilon: Double = 1e-8,
    weightDecay: Double = 0, momentum: Double = 0
  ) {
    slots = OptimizerSlots(model, ["square", "velocity"])
    (self.smoothing, self.epsilon) = (smoothing, epsilon)
    (self.weightDecay, self.momentum) = (weightDecay, momentum)
  }

  /// The parameters it moves.
  public var parameters: [(path: String, parameter: Parameter)] { slots.parameters }
  /// The number of steps taken.
  public var stepCount: Int { slots.stepCount }
  /// The running squares and velocities.
  public var state: StateDictionary { slots.state }

  /// Moves each parameter once.
  public func step(_ gradients: Gradients, learningRate: Double) throws {
    try slots.update(gradients, update(learningRate))
  }

  /// Runs the tape of `loss` backward and moves each parameter as soon as its gradient is there.
  public func step(backwardFrom loss: Variable, learningRate: Double) throws {
    try slots.update(backwardFrom: loss, update(learningRate))
  }

  private func update(_ learningRate: Double) -> OptimizerSlots.Update {
    let step = RMSPropStep(
      learningRate: learningRate, smoothing: smoothing, epsilon: epsilon,
      weightDecay: weightDecay, momentum: momentum)
    return { parameter, gradient, square, velocity in
      parameter.take(step, gradient: gradient, square: &square, velocity: &velocity)
    }
  }

  /// Takes the state of a checkpoint.
  public func restore(_ state: StateDictionary, stepCount: Int) throws {
    try slots.restore(state, stepCount: stepCount)
  }
}
