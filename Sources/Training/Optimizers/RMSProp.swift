import GradusLayers
import GradusTensors

/// RMSprop (Tieleman and Hinton 2012) with momentum on the scaled gradient, in PyTorch's form. Its
/// slots are `square` and `velocity`.
public final class RMSProp: RuleOptimizer {
  /// Makes an optimiser for a model that has values; see `RuleOptimizer` for the last two.
  public init(
    _ model: any Module, smoothing: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0,
    momentum: Double = 0, allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    super.init(
      model, RMSPropRule(smoothing: smoothing, epsilon: epsilon, momentum: momentum),
      weightDecay: weightDecay, allowsMissingGradients: allowsMissingGradients, settings: settings)
  }
}

extension RMSPropRule: UpdateRule {
  package var slotNames: [String] { ["square", "velocity"] }

  package func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    parameter.apply(self, step, gradient: gradient, slots: &slots)
  }
}
