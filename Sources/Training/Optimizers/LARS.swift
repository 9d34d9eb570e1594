import GradusLayers
import GradusTensors

/// LARS (You et al. 2017, algorithm 1): gradient descent with momentum whose steps are, for each
/// parameter, a fixed share of its norm, for large batches. Its slot is `velocity`.
public final class LARS: RuleOptimizer {
  /// Makes an optimiser for a model that has values.
  ///
  /// - Parameters:
  ///   - model: the model; traps when a parameter has no values.
  ///   - trust: the share of a parameter's norm that a step of learning rate 1 is long.
  ///   - momentum: the share of the velocity that is kept; as in the paper, the learning rate is part of
  ///     the velocity.
  ///   - weightDecay: pulls parameters to zero; the gradient's norm counts without it.
  ///   - scalesVectors: whether biases and scales, which have one axis at most, are scaled too.
  ///   - allowsMissingGradients: see `RuleOptimizer`.
  ///   - settings: see `RuleOptimizer`.
  public init(
    _ model: any Module, trust: Double = 1e-3, momentum: Double = 0.9, weightDecay: Double = 0,
    scalesVectors: Bool = false, allowsMissingGradients: Bool = false,
    settings: ParameterSettings.Choice = { _, _ in .standard }
  ) {
    super.init(
      model, LARSRule(trust: trust, momentum: momentum, scalesVectors: scalesVectors),
      weightDecay: weightDecay, allowsMissingGradients: allowsMissingGradients, settings: settings)
  }
}

private struct LARSRule: UpdateRule {
  let trust: Double, momentum: Double
  let scalesVectors: Bool
  var slotNames: [String] { ["velocity"] }

  func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
  ) {
    var rate = step.learningRate
    if scalesVectors || parameter.rank > 1 {
      let (weight, slope) = (parameter.norm, gradient.norm)
      // A parameter or gradient of zero has no direction to keep the step in proportion to.
      if weight > 0 && slope > 0 { rate *= trust * weight / (slope + step.weightDecay * weight) }
    }
    slots[0] = slots[0] * momentum + (gradient + parameter * step.weightDecay) * rate
    parameter = parameter - slots[0]
  }
}
