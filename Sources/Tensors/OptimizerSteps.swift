/// The numbers of one step of gradient descent with momentum.
package struct MomentumStep: Sendable {
  /// The length of the step.
  package var learningRate: Double
  /// The share of the velocity that is kept; 0 is plain gradient descent.
  package var momentum: Double
  /// Added to the gradient, times the parameter.
  package var weightDecay: Double
  /// Whether the step looks ahead (Nesterov 1983).
  package var isNesterov: Bool

  /// Makes the numbers of a step.
  package init(
    learningRate: Double, momentum: Double = 0, weightDecay: Double = 0, isNesterov: Bool = false
  ) {
    (self.learningRate, self.momentum) = (learningRate, momentum)
    (self.weightDecay, self.isNesterov) = (weightDecay, isNesterov)
  }
}

/// The numbers of one step of Adam or AdamW.
package struct AdamStep: Sendable {
  /// The length of the step.
  package var learningRate: Double
  /// Decay of the running mean of gradients.
  package var beta1: Double
  /// Decay of the running mean of squared gradients.
  package var beta2: Double
  /// Added to the denominator.
  package var epsilon: Double
  /// Pulls parameters to zero.
  package var weightDecay: Double
  /// Whether decay acts on the parameter directly (AdamW) and not through the gradient (Adam).
  package var isDecoupled: Bool
  /// How many steps have been taken, this one included.
  package var count: Int

  /// Makes the numbers of a step.
  package init(
    learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, isDecoupled: Bool = false, count: Int
  ) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    (self.isDecoupled, self.count) = (isDecoupled, count)
  }
}

/// The numbers of one step of RMSprop.
package struct RMSPropStep: Sendable {
  /// The length of the step.
  package var learningRate: Double
  /// Decay of the running mean of squared gradients.
  package var smoothing: Double
  /// Added to the denominator.
  package var epsilon: Double
  /// Added to the gradient, times the parameter.
  package var weightDecay: Double
  /// The share of the velocity that is kept.
  package var momentum: Double

  /// Makes the numbers of a step.
  package init(
    learningRate: Double, smoothing: Double = 0.99, epsilon: Double = 1e-8,
    weightDecay: Double = 0, momentum: Double = 0
  ) {
    (self.learningRate, self.smoothing, self.epsilon) = (learningRate, smoothing, epsilon)
    (self.weightDecay, self.momentum) = (weightDecay, momentum)
  }
}

extension Tensor {
  /// Moves this parameter along its velocity: v ← μ v + (g + λ w), w ← w - η v.
  ///
  /// This is PyTorch's form, in which the learning rate acts on the velocity; `velocity` is updated.
  package mutating func take(_ step: MomentumStep, gradient: Tensor, velocity: inout Tensor) {
    requireStepShapes([gradient, velocity])
    makeUnique()
    velocity.makeUnique()
    OptimizerKernel.momentum(step, self, velocity, gradient)
  }

  /// Moves this parameter by Adam (Kingma and Ba 2015, algorithm 1) or AdamW (Loshchilov and Hutter
  /// 2019, algorithm 2); `mean` and `square` are the running moments and are updated.
  package mutating func take(
    _ step: AdamStep, gradient: Tensor, mean: inout Tensor, square: inout Tensor
  ) {
    requireStepShapes([gradient, mean, square])
    makeUnique()
    mean.makeUnique()
    square.makeUnique()
    OptimizerKernel.adam(step, self, mean, square, gradient)
  }

  /// Moves this parameter by RMSprop (Tieleman and Hinton 2012) with momentum on the scaled
  /// gradient; `square` and `velocity` are updated.
  package mutating func take(
    _ step: RMSPropStep, gradient: Tensor, square: inout Tensor, velocity: inout Tensor
  ) {
    requireStepShapes([gradient, square, velocity])
    makeUnique()
    square.makeUnique()
    velocity.makeUnique()
    OptimizerKernel.rmsProp(step, self, square, velocity, gradient)
  }

  private func requireStepShapes(_ others: [Tensor]) {
    for other in others {
      precondition(
        other.shape == shape && other.dtype == dtype,
        "optimiser step: shape \(other.shape) (\(other.dtype)) does not belong to a parameter of "
          + "shape \(shape) (\(dtype))")
      other.requireValues("optimiser step")
    }
  }

  /// Copies the elements unless nobody else holds them.
  private mutating func makeUnique() {
    requireValues("optimiser step")
    if !isKnownUniquelyReferenced(&storage) { self = UnaryKernel.run(.multiply(1), self) }
  }
}
