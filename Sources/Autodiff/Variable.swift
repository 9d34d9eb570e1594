import GradusTensors

/// A tensor and where it stands on a tape.
///
/// Model code is written on variables. Without a tape a variable is a constant and operations just
/// compute. A variable refers to its tape weakly: it never keeps a run alive, and an operation on one
/// whose tape is gone traps.
public struct Variable {
  /// The numbers; what waited for operations that follow it is computed now.
  public internal(set) var value: Tensor {
    get { deferred?.value ?? known }
    set {
      known = newValue
      deferred = nil
    }
  }
  /// The node on the tape, or nil for a constant that is not recorded.
  public let node: Int?

  let handle: TapeHandle?

  /// The value, or while it is deferred its shape alone.
  private var known: Tensor
  /// What computes the value, if nobody has looked at it yet.
  private(set) var deferred: Deferred?

  init(value: Tensor, handle: TapeHandle?, node: Int?) {
    known = value
    self.handle = handle
    self.node = node
  }

  init(deferred: Deferred, dtype: DType, handle: TapeHandle?) {
    self.init(value: Tensor(shapeOnly: deferred.shape, dtype: dtype), handle: handle, node: nil)
    self.deferred = deferred
  }

  /// Makes a constant that is on no tape.
  public init(_ value: Tensor) { self.init(value: value, handle: nil, node: nil) }

  /// The tape, while somebody keeps it.
  public var tape: Tape? { handle?.tape }

  /// The tape that an operation is computed on; nil for a variable that is on none.
  ///
  /// Traps when the tape is gone: the operation would be a constant in silence.
  package func tape(for operation: @autoclosure () -> String) -> Tape? {
    guard let handle else { return nil }
    guard let tape = handle.tape else {
      preconditionFailure(
        "\(operation()): the variable's tape is gone; keep the tape in a constant while its variables "
          + "are used")
    }
    return tape
  }

  /// The lengths of the axes.
  public var shape: Shape { known.shape }

  /// The number of axes.
  public var rank: Int { shape.rank }

  /// The number of elements.
  public var count: Int { shape.count }

  /// The element type.
  public var dtype: DType { known.dtype }

  /// Whether there is a shape but no values.
  public var isShapeOnly: Bool { deferred == nil && known.isShapeOnly }

  /// The value of a variable that ends here: nobody holds it but the caller and those who did before.
  consuming func releasedValue() -> Tensor { value }

  /// The value alone: gradients stop here.
  public var detached: Variable { Variable(value: value, handle: handle, node: nil) }

  /// A constant like this variable (shape, element type, with or without memory), filled with one
  /// number.
  public func filled(with number: Double) -> Variable { Variable(value.filled(with: number)) }

  /// How layers behave on this variable's tape; inference when it is on none.
  public var mode: Tape.Mode { handle?.tape?.mode ?? handle?.mode ?? .inference }

  /// Whether gradients reach this variable.
  public var requiresGradient: Bool {
    guard let node, let tape else { return false }
    return tape.nodes[node].requiresGradient
  }

  /// Whether operations on this variable are recorded for gradients of their own.
  ///
  /// A pullback may take a fused kernel only where this is false for the gradient and the inputs;
  /// else it must be written with differentiable operations.
  public var isDifferentiable: Bool { requiresGradient && tape?.isRecording == true }
}

extension Variable: CustomStringConvertible {
  /// The value as a tensor shows it and, if there is one, the node.
  public var description: String {
    node.map { value.described(as: "Variable", "node \($0)") } ?? value.described(as: "Variable")
  }
}
