import GradusAutodiff
import GradusLayers
import GradusTensors

/// Changes parameters by their gradients.
///
/// An optimiser belongs to one model: it knows its parameters by path and keeps state for each.
public protocol Optimizer: AnyObject {
  /// The parameters it moves.
  var parameters: [(path: String, parameter: Parameter)] { get }
  /// The number of steps taken.
  var stepCount: Int { get }
  /// Everything a checkpoint needs, by name.
  var state: StateDictionary { get }

  /// Moves each parameter once; throws `MissingGradients` and changes nothing when a trainable
  /// parameter got no gradient.
  func step(_ gradients: Gradients, learningRate: Double) throws
  /// Takes the state of a checkpoint; throws `StateMismatch` and changes nothing unless it
  /// fits exactly, element types included.
  func restore(_ state: StateDictionary, stepCount: Int) throws
}

/// An optimiser that can move each parameter as soon as a backward run has its gradient, so that the
/// gradients of a whole model are never in memory at once.
public protocol StreamingOptimizer: Optimizer {
  /// Runs the tape of `loss`, a single number, backward and moves each parameter once, to the bits of
  /// `step(_:learningRate:)`; the tape is spent.
  ///
  /// Throws `MissingGradients` and changes nothing when the loss does not depend on a trainable
  /// parameter; traps when it is on no tape.
  func step(backwardFrom loss: Variable, learningRate: Double) throws
}

/// Trainable parameters for which a backward run gave no gradient.
public struct MissingGradients: Error, Sendable, CustomStringConvertible {
  /// The parameters' paths.
  public let paths: [String]

  /// One line that names the parameters and what to do.
  public var description: String {
    "no gradient for \(paths.prefix(5).joined(separator: ", "))"
      + (paths.count > 5 ? " and \(paths.count - 5) more" : "")
      + ": the loss does not depend on them; use them in forward, or set isTrainable to false"
  }
}
