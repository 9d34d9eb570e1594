import GradusLayers
import GradusTensors

/// Lion (Chen et al. 2023, algorithm 2): steps of one length for all elements, along the sign of an
/// interpolated mean of gradients; decay acts on the parameters directly. Its slot is `mean`.
public final class Lion: RuleOptimizer {
  /// Makes an optimiser for a model that has values; see `RuleOptimizer` for the last two.
  public init(
    _ model: any Module, beta1: Double = 0.9, beta2: Double = 0.99, weightDecay: Double = 0,
    allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    super.init(
      model, LionRule(beta1: beta1, beta2: beta2), weightDecay: weightDecay,
      allowsMissingGradients: allowsMissingGradients, settings: settings)
  }
}

private struct LionRule: UpdateRule {
  let beta1: Double, beta2: Double
  var slotNames: [String] { ["mean"] }

  func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    let direction = (slots[0] * beta1 + gradient * (1 - beta1)).sign()
    parameter =
      parameter * (1 - step.learningRate * step.weightDecay) - direction * step.learningRate
    slots[0] = slots[0] * beta2 + gradient * (1 - beta2)
  }
}
