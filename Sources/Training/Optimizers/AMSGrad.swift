import Foundation
import GradusLayers
import GradusTensors

/// Adam whose steps never grow where gradients shrink: it divides by the largest mean square so far
/// (Reddi et al. 2018, algorithm 2), with Adam's correction of both means for their start at 0, which the
/// paper's algorithm leaves out and PyTorch has. Its slots are `mean`, `square` and `largest`.
public final class AMSGrad: RuleOptimizer {
  /// Makes an optimiser for a model that has values.
  ///
  /// - Parameters:
  ///   - model: the model; traps when a parameter has no values.
  ///   - beta1: decay of the running mean of gradients.
  ///   - beta2: decay of the running mean of squared gradients.
  ///   - epsilon: added to the denominator.
  ///   - weightDecay: pulls parameters to zero.
  ///   - isDecoupled: whether decay acts on the parameters directly, as in AdamW, and not through the
  ///     gradient.
  ///   - allowsMissingGradients: see `RuleOptimizer`.
  ///   - settings: see `RuleOptimizer`.
  public init(
    _ model: any Module, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, isDecoupled: Bool = false, allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    super.init(
      model,
      AMSGradRule(beta1: beta1, beta2: beta2, epsilon: epsilon, isDecoupled: isDecoupled),
      weightDecay: weightDecay, allowsMissingGradients: allowsMissingGradients, settings: settings)
  }
}

private struct AMSGradRule: UpdateRule {
  let beta1: Double, beta2: Double, epsilon: Double
  let isDecoupled: Bool
  var slotNames: [String] { ["mean", "square", "largest"] }

  func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    let gradient = isDecoupled ? gradient : gradient + parameter * step.weightDecay
    slots[0] = slots[0] * beta1 + gradient * (1 - beta1)
    slots[1] = slots[1] * beta2 + gradient.squared() * (1 - beta2)
    slots[2] = slots[2].maximum(slots[1])
    let rate = step.learningRate / (1 - pow(beta1, Double(step.count)))
    let correction = (1 - pow(beta2, Double(step.count))).squareRoot()
    let shrink = isDecoupled ? 1 - step.learningRate * step.weightDecay : 1
    parameter =
      parameter * shrink - slots[0] / (slots[2].squareRoot() / correction + epsilon) * rate
  }
}
