import GradusAutodiff
import GradusTensors

/// A stretch of a run that belongs to one operation.
public struct ProfiledSpan: Sendable, Hashable {
  /// A part of a step.
  public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// Computing results.
    case forward
    /// Computing gradients.
    case backward
    /// What `Profiler.span` measured, such as the optimiser.
    case other
  }

  /// The operation's name, `conv2d`; of a span of another kind, the name it was given.
  public let name: String
  /// The path of the module that ran it, `layer1.0.conv1`; empty at the top.
  public let path: String
  /// The part of the step.
  public let phase: Phase
  /// The run it belongs to, from 0.
  public let step: Int
  /// The node of the tape; nil in the phase `other`.
  public let node: Int?
  /// Which inputs the gradients are for, backward: positions among the node's inputs.
  public let gradientInputs: [Int]
  /// The shape of the operation's result.
  public let shape: Shape
  /// Seconds from the profiler's beginning to the span's.
  public let start: Double
  /// Seconds it took.
  public let seconds: Double
  /// Bytes of the tensors it went from and to: forward the inputs on the tape and the result,
  /// backward the gradient of the result and those it gave. A view moves none.
  public let bytes: Int
  /// Multiply-adds of a convolution or matrix product; 0 for the rest.
  public let multiplyAdds: Int
}

/// A module's call in a forward run.
public struct ProfiledCall: Sendable, Hashable {
  /// The module's path; empty for the network itself.
  public let path: String
  /// The name of its type.
  public let type: String
  /// Seconds from the profiler's beginning to the call.
  public let start: Double
  /// Seconds it took, everything below it included.
  public let seconds: Double
}
