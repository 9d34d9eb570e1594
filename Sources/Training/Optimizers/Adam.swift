import GradusLayers
import GradusTensors

/// Adam (Kingma and Ba 2015); its weight decay is part of the gradient. Its slots are `mean` and
/// `square`.
public final class Adam: RuleOptimizer {
  /// Makes an optimiser for a model that has values; see `RuleOptimizer` for the last two.
  public init(
    _ model: any Module, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    super.init(
      model, AdamRule(beta1: beta1, beta2: beta2, epsilon: epsilon, isDecoupled: false),
      weightDecay: weightDecay, allowsMissingGradients: allowsMissingGradients, settings: settings)
  }
}

/// AdamW (Loshchilov and Hutter 2019): Adam whose weight decay acts on the parameters directly; the
/// default decay is PyTorch's. Its slots are `mean` and `square`.
public final class AdamW: RuleOptimizer {
  /// Makes an optimiser for a model that has values; see `RuleOptimizer` for the last two.
  public init(
    _ model: any Module, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0.01, allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    super.init(
      model, AdamRule(beta1: beta1, beta2: beta2, epsilon: epsilon, isDecoupled: true),
      weightDecay: weightDecay, allowsMissingGradients: allowsMissingGradients, settings: settings)
  }
}

extension AdamRule: UpdateRule {
  package var slotNames: [String] { ["mean", "square"] }

  package func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    parameter.apply(self, step, gradient: gradient, slots: &slots)
  }
}
