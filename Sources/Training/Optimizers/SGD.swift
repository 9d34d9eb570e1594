import GradusLayers
import GradusTensors

/// Stochastic gradient descent with momentum, Nesterov's variant and weight decay.
///
/// v ← μ v + (g + λ w), w ← w - η v: PyTorch's form. He et al. keep η inside the velocity, which
/// differs in the first steps after the learning rate drops. Its slot is `velocity`.
public final class SGD: RuleOptimizer {
  /// Makes an optimiser for a model that has values; see `RuleOptimizer` for the last two.
  public init(
    _ model: any Module, momentum: Double = 0.9, weightDecay: Double = 0, isNesterov: Bool = false,
    allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    super.init(
      model, MomentumRule(momentum: momentum, isNesterov: isNesterov), weightDecay: weightDecay,
      allowsMissingGradients: allowsMissingGradients, settings: settings)
  }
}

extension MomentumRule: UpdateRule {
  package var slotNames: [String] { ["velocity"] }

  package func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    parameter.apply(self, step, gradient: gradient, slots: &slots)
  }
}
