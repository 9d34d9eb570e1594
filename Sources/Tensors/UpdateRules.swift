/// What an optimiser's rule is told of a step of one parameter.
public struct UpdateStep: Sendable {
  /// The length of the step.
  public let learningRate: Double
  /// Pulls the parameter to zero.
  public let weightDecay: Double
  /// How many steps the parameter has taken, this one included.
  public let count: Int

  /// Makes the numbers of a step.
  public init(learningRate: Double, weightDecay: Double = 0, count: Int) {
    (self.learningRate, self.weightDecay, self.count) = (learningRate, weightDecay, count)
  }
}

/// Gradient descent with momentum: v ← μ v + (g + λ w), w ← w - η v, in PyTorch's form, in which the
/// learning rate acts on the velocity.
package struct MomentumRule {
  /// The share of the velocity that is kept; 0 is plain gradient descent.
  let momentum: Double
  /// Whether the step looks ahead (Nesterov 1983).
  let isNesterov: Bool

  package init(momentum: Double, isNesterov: Bool) {
    (self.momentum, self.isNesterov) = (momentum, isNesterov)
  }
}

/// Adam (Kingma and Ba 2015, algorithm 1) and AdamW (Loshchilov and Hutter 2019, algorithm 2).
package struct AdamRule {
  /// Decay of the running mean of gradients.
  let beta1: Double
  /// Decay of the running mean of squared gradients.
  let beta2: Double
  /// Added to the denominator.
  let epsilon: Double
  /// Whether decay acts on the parameter directly (AdamW) and not through the gradient (Adam).
  let isDecoupled: Bool

  package init(beta1: Double, beta2: Double, epsilon: Double, isDecoupled: Bool) {
    (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
    self.isDecoupled = isDecoupled
  }
}

/// RMSprop (Tieleman and Hinton 2012) with momentum on the scaled gradient.
package struct RMSPropRule {
  /// Decay of the running mean of squared gradients.
  let smoothing: Double
  /// Added to the denominator.
  let epsilon: Double
  /// The share of the velocity that is kept.
  let momentum: Double

  package init(smoothing: Double, epsilon: Double, momentum: Double) {
    (self.smoothing, self.epsilon, self.momentum) = (smoothing, epsilon, momentum)
  }
}

extension Tensor {
  /// Moves this parameter along its velocity, the one slot.
  package mutating func apply(
    _ rule: MomentumRule, _ step: UpdateStep, gradient: Tensor, slots: inout [Tensor]
  ) {
    prepareStep(gradient, &slots, count: 1)
    OptimizerKernel.momentum(rule, step, self, slots[0], gradient)
  }

  /// Moves this parameter by its running moments: mean and square.
  package mutating func apply(
    _ rule: AdamRule, _ step: UpdateStep, gradient: Tensor, slots: inout [Tensor]
  ) {
    prepareStep(gradient, &slots, count: 2)
    OptimizerKernel.adam(rule, step, self, slots[0], slots[1], gradient)
  }

  /// Moves this parameter by its running square and its velocity.
  package mutating func apply(
    _ rule: RMSPropRule, _ step: UpdateStep, gradient: Tensor, slots: inout [Tensor]
  ) {
    prepareStep(gradient, &slots, count: 2)
    OptimizerKernel.rmsProp(rule, step, self, slots[0], slots[1], gradient)
  }

  /// Checks the tensors of a step and makes those that change this one's own.
  private mutating func prepareStep(_ gradient: Tensor, _ slots: inout [Tensor], count: Int) {
    precondition(slots.count == count, "optimiser step: \(slots.count) slots, not \(count)")
    requireStep(gradient)
    for slot in slots { requireStep(slot) }
    makeUnique()
    for index in slots.indices { slots[index].makeUnique() }
  }

  private func requireStep(_ other: Tensor) {
    precondition(
      other.shape == shape && other.dtype == dtype,
      "optimiser step: shape \(other.shape) (\(other.dtype)) does not belong to a parameter of "
        + "shape \(shape) (\(dtype))")
    other.requireValues("optimiser step")
  }

  /// Copies the elements unless nobody else holds them.
  private mutating func makeUnique() {
    requireValues("optimiser step")
    if !isKnownUniquelyReferenced(&storage) { self = UnaryKernel.run(.multiply(1), self) }
  }
}
