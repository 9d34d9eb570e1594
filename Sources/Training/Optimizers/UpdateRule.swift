import GradusTensors

/// How an optimiser moves one parameter by its gradient: the arithmetic of SGD, Adam and their kin,
/// with the hyper-parameters as its properties.
///
///     struct Lion: UpdateRule {
///       let slotNames = ["mean"]
///       func update(
///         _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep
///       ) {
///         let direction = (slots[0] * 0.9 + gradient * 0.1).sign()
///         parameter = parameter * (1 - step.learningRate * step.weightDecay)
///           - direction * step.learningRate
///         slots[0] = slots[0] * 0.99 + gradient * 0.01
///       }
///     }
///     let optimizer = RuleOptimizer(model, Lion(), weightDecay: 0.1)
public protocol UpdateRule {
  /// The names of the tensors that the rule keeps for each parameter, such as `velocity`: a
  /// checkpoint has them as `velocity.fc.weight`. None may be `steps`.
  var slotNames: [String] { get }

  /// Moves a parameter once.
  ///
  /// - Parameters:
  ///   - parameter: the values to change; shape and element type must stay.
  ///   - gradient: of the parameter's shape.
  ///   - slots: what the rule keeps, in the order of `slotNames`, of the parameter's shape; zeros
  ///     before the first step.
  ///   - step: the step's length and number.
  func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], _ step: UpdateStep)
}
