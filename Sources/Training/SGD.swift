import GradusAutodiff
import GradusLayers
import GradusTensors

/// Stochastic gradient descent with momentum, Nesterov's variant and weight decay.
///
/// v ← μ v + (g + λ w), w ← w - η v: PyTorch's form. He et al. keep η inside the velocity, which
/// differs in the first steps after the learning rate drops.
public final class SGD: StreamingOptimizer {
  private var slots: OptimizerSlots
  private let momentum: Double
  private let weightDecay: Double
  private let isNesterov: Bool

  /// Makes an optimiser for all trainable parameters of a model that has values.
  public init(
    _ model: any Module, momentum: Double = 0.9, weightDecay: Double = 0, isNesterov: Bool = false
  ) {
    slots = OptimizerSlots(model, ["velocity"])
    (self.momentum, self.weightDecay, self.isNesterov) = (momentum, weightDecay, isNesterov)
  }

  /// The parameters it moves.
  public var parameters: [(path: String, parameter: Parameter)] { slots.parameters }
  /// The number of steps taken.
  public var stepCount: Int { slots.stepCount }
  /// The velocities.
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
    let step = MomentumStep(
      learningRate: learningRate, momentum: momentum, weightDecay: weightDecay,
      isNesterov: isNesterov)
    return { parameter, gradient, velocity, _ in
      parameter.take(step, gradient: gradient, velocity: &velocity)
    }
  }

  /// Takes the state of a checkpoint.
  public func restore(_ state: StateDictionary, stepCount: Int) throws {
    try slots.restore(state, stepCount: stepCount)
  }
}
