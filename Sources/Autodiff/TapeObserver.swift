import GradusTensors

/// Watches a tape: is told as nodes and gradients appear, and changes nothing.
///
/// Cost counters, profilers, anomaly detectors and gradient probes are observers; the model never
/// knows that it is watched. Every requirement has an empty default.
public protocol TapeObserver: AnyObject {
  /// Whether it is also told of what happens inside a `checkpoint`, on tapes of their own: of the
  /// nodes and gradients of the recomputation, and of a first run whose result is not finite. What
  /// is final there is so for that part of the model: another part may use the parameter too.
  var watchesCheckpoints: Bool { get }
  /// A node was appended in the forward run; `value` is its result.
  func tape(_ tape: Tape, recorded node: Int, value: Tensor)
  /// A backward run has the complete gradient of a node's result.
  func tape(_ tape: Tape, gradient: Tensor, of node: Int)
  /// A backward run has computed the gradients that `node` passes to some of its inputs, and added
  /// them to what those had; a node whose inputs have pullbacks of their own is heard of once for
  /// each.
  func tape(_ tape: Tape, passedGradientFrom node: Int, to inputs: [Int])
  /// A backward run has the final gradient of a parameter; they come in reverse order of first use.
  func tape(_ tape: Tape, finalGradient: Tensor, of owner: AnyObject)
  /// A module's call begins.
  func tape(_ tape: Tape, entered module: any TapeScope)
  /// A module's call has ended with `output`.
  func tape(_ tape: Tape, left module: any TapeScope, output: Variable)
}

extension TapeObserver {
  /// False.
  public var watchesCheckpoints: Bool { false }
  /// Does nothing.
  public func tape(_ tape: Tape, recorded node: Int, value: Tensor) {}
  /// Does nothing.
  public func tape(_ tape: Tape, gradient: Tensor, of node: Int) {}
  /// Does nothing.
  public func tape(_ tape: Tape, passedGradientFrom node: Int, to inputs: [Int]) {}
  /// Does nothing.
  public func tape(_ tape: Tape, finalGradient: Tensor, of owner: AnyObject) {}
  /// Does nothing.
  public func tape(_ tape: Tape, entered module: any TapeScope) {}
  /// Does nothing.
  public func tape(_ tape: Tape, left module: any TapeScope, output: Variable) {}
}

/// Something a tape can be inside of while it records: a module.
public protocol TapeScope: AnyObject {
  /// The path from this object to one it owns, `layer1.0`, or nil when it does not own it.
  func path(to descendant: AnyObject) -> String?
}
