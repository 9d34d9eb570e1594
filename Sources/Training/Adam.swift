import GradusAutodiff
import GradusLayers
import GradusTensors

/// Adam (Kingma and Ba 2015) and, with decoupled weight decay, AdamW (Loshchilov and Hutter 2019).
public final class Adam: StreamingOptimizer {
  private var slots: OptimizerSlots
  private let beta1: Double
  private let beta2: Double
  private let epsilon: Double
  private let weightDecay: Double
  private let isDecoupled: Bool

  /// Makes an optimiser for all trainable parameters of a model that has values.
  ///
  /// `isDecoupled` lets the decay act on the parameters directly, which is AdamW.
  public init(
    _ model: any Module, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, isDecoupled: Bool = false
  ) {
    slots = OptimizerSlots(model, ["mean", "square"])
    (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
    (self.weightDecay, self.isDecoupled) = (weightDecay, isDecoupled)
  }

  /// Makes an AdamW optimiser; its decay is PyTorch's default.
  public static func decoupled(_ model: any Module, weightDecay: Double = 0.01) -> Adam {
    Adam(model, weightDecay: weightDecay, isDecoupled: true)
  }

  /// The parameters it moves.
  public var parameters: [(path: String, parameter: Parameter)] { slots.parameters }
  /// The number of steps taken.
  public var stepCount: Int { slots.stepCount }
  /// The running moments.
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
    let step = AdamStep(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: weightDecay, isDecoupled: isDecoupled, count: stepCount + 1)
    return { parameter, gradient, mean, square in
      parameter.take(step, gradient: gradient, mean: &mean, square: &square)
    }
  }

  /// Takes the state of a checkpoint.
  public func restore(_ state: StateDictionary, stepCount: Int) throws {
    try slots.restore(state, stepCount: stepCount)
  }
}
