import GradusTensors

/// Computes the gradient of one input from the gradient of an operation's result.
public typealias Pullback = (_ gradient: Variable) -> Variable

/// Computes the gradient of one input from the gradient of an operation's result and the result.
public typealias ResultPullback = (_ gradient: Variable, _ result: Variable) -> Variable

/// Computes the gradients of all inputs together.
///
/// `needed[i]` tells whether input `i` wants one; the others may be nil.
public typealias JointPullback = (_ gradient: Variable, _ needed: [Bool]) -> [Variable?]

/// A joint pullback that owns the gradient it is given.
typealias ConsumingPullback = (_ gradient: consuming Variable, _ needed: [Bool]) -> [Variable?]

/// One step of a forward run: what was computed, from what, and where in the model.
public struct TapeNode {
  /// The operation and its attributes.
  public let operation: TapeOperation
  /// The nodes of the inputs; nil for a constant that is not on the tape.
  public let inputs: [Int?]
  /// The shape of the result.
  public let shape: Shape
  /// The element type of the result.
  public let dtype: DType
  /// Whether the result depends on something that gradients can be asked for.
  public let requiresGradient: Bool
  /// The parameter (or other object) this leaf stands for, if any.
  public let owner: AnyObject?

  /// The fixed statistics that a normalisation was given off the tape: the mean and the inverse of the
  /// standard deviation of each channel.
  package internal(set) var statistics: (mean: Tensor, inverse: Tensor)?

  let scope: Int
  var backward: Backward?

  enum Backward {
    case separate([(input: Int, pullback: Pullback)])
    case joint(inputs: [Int?], pullback: ConsumingPullback)
  }

  /// Whether this node is where gradients end: a parameter or a variable made by the user.
  public var isLeaf: Bool { requiresGradient && inputs.isEmpty }
}
