import Foundation
import GradusLayers
import GradusTensors

/// NAdam (Dozat 2016): Adam with Nesterov's look ahead, in PyTorch's form, whose momentum grows as
/// β1 (1 - 0.96^(ψ t) / 2). Its slots are `mean` and `square`.
public final class NAdam: RuleOptimizer {
  /// Makes an optimiser for a model that has values.
  ///
  /// - Parameters:
  ///   - model: the model; traps when a parameter has no values.
  ///   - beta1: decay of the running mean of gradients.
  ///   - beta2: decay of the running mean of squared gradients.
  ///   - epsilon: added to the denominator.
  ///   - momentumDecay: ψ.
  ///   - weightDecay: part of the gradient.
  ///   - allowsMissingGradients: see `RuleOptimizer`.
  ///   - settings: see `RuleOptimizer`.
  public init(
    _ model: any Module, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    momentumDecay: Double = 4e-3, weightDecay: Double = 0, allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    super.init(
      model,
      NAdamRule(beta1: beta1, beta2: beta2, epsilon: epsilon, momentumDecay: momentumDecay),
      weightDecay: weightDecay, allowsMissingGradients: allowsMissingGradients, settings: settings)
  }
}

private struct NAdamRule: UpdateRule {
  let beta1: Double, beta2: Double, epsilon: Double, momentumDecay: Double
  var slotNames: [String] { ["mean", "square"] }

  func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    let gradient = gradient + parameter * step.weightDecay
    slots[0] = slots[0] * beta1 + gradient * (1 - beta1)
    slots[1] = slots[1] * beta2 + gradient.squared() * (1 - beta2)
    let correction = 1 - pow(beta2, Double(step.count))
    let scale = (slots[1] / correction).squareRoot() + epsilon
    let (now, next, product) = (
      momentum(step.count), momentum(step.count + 1), momentumProduct(step.count)
    )
    let ahead =
      gradient * ((1 - now) / (1 - product)) + slots[0] * (next / (1 - product * next))
    parameter = parameter - ahead / scale * step.learningRate
  }

  private func momentum(_ count: Int) -> Double {
    beta1 * (1 - 0.5 * pow(0.96, Double(count) * momentumDecay))
  }

  /// The product of all momenta up to a step, which leaves 1 - product alone once it is small.
  private func momentumProduct(_ count: Int) -> Double {
    var product = 1.0
    for step in 1...count {
      product *= momentum(step)
      if product < 1e-20 { break }
    }
    return product
  }
}
