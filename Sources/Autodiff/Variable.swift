import Tensors

/// A tensor and where it stands on a tape.
///
/// Model code is written on variables. Without a tape a variable is a constant and operations just
/// compute. A variable refers to its tape weakly: it never keeps a run alive.
public struct Variable {
  /// The numbers.
  public internal(set) var value: Tensor
  /// The node on the tape, or nil for a constant that is not recorded.
  public let node: Int?

  let handle: TapeHandle?

  init(value: Tensor, handle: TapeHandle?, node: Int?) {
    self.value = value
    self.handle = handle
    self.node = node
  }

  /// Makes a constant that is on no tape.
  public init(_ value: Tensor) { self.init(value: value, handle: nil, node: nil) }

  /// The tape, while somebody keeps it.
  public var tape: Tape? { handle?.tape }

  /// The lengths of the axes.
  public var shape: Shape { value.shape }

  /// The element type.
  public var dtype: DType { value.dtype }

  /// The value of a variable that ends here: nobody holds it but the caller and those who did before.
  consuming func releasedValue() -> Tensor { value }

  /// The value alone: gradients stop here.
  public var detached: Variable { Variable(value: value, handle: handle, node: nil) }

  /// A constant like this variable's value, filled with one number.
  public func constant(_ number: Double) -> Variable {
    Variable(value.filled(with: number))
  }

  /// How layers behave on this variable's tape; inference when it is on none.
  public var mode: Tape.Mode { handle?.mode ?? .inference }

  /// Whether gradients reach this variable.
  public var requiresGradient: Bool {
    guard let node, let tape else { return false }
    return tape.nodes[node].requiresGradient
  }
}

extension Variable: CustomStringConvertible {
  /// The value and, if there is one, the node.
  public var description: String {
    "Variable(\(value)\(node.map { ", node \($0)" } ?? ""))"
  }
}
