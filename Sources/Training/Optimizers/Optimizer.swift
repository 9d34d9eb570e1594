import GradusAutodiff
import GradusLayers

/// Changes parameters by their gradients.
///
/// An optimiser belongs to one model: it knows its parameters by path and keeps state for each.
/// ``RuleOptimizer`` does all of this for a rule that moves one parameter.
public protocol Optimizer: AnyObject {
  /// The parameters it moves while they are trainable.
  var parameters: [(path: String, parameter: Parameter)] { get }
  /// The number of steps taken.
  var stepCount: Int { get }
  /// Everything a checkpoint needs, by name.
  var state: StateDictionary { get }

  /// Moves each trainable parameter once, by gradients as a backward run gave them or as they were
  /// changed since; throws `MissingGradients` and changes nothing when one that needs a gradient has
  /// none.
  func step(_ gradients: Gradients, learningRate: Double) throws
  /// Takes the state of a checkpoint; throws and changes nothing unless it fits exactly.
  func restore(_ state: StateDictionary, stepCount: Int) throws
}

/// An optimiser that can move each parameter as soon as a backward run has its gradient, so that the
/// gradients of a whole model are never in memory at once.
public protocol StreamingOptimizer: Optimizer {
  /// Runs the tape of `loss`, a single number, backward and moves each parameter once, to the bits of
  /// `step(_:learningRate:)`; the tape is spent.
  ///
  /// Throws `MissingGradients` and changes nothing when the loss does not depend on a parameter that
  /// needs a gradient; traps when it is on no tape.
  func step(backwardFrom loss: Variable, learningRate: Double) throws
}
