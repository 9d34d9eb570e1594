import GradusTensors

/// Watches a tape: is told as nodes and gradients appear, and changes nothing.
///
///     final class LayerNorms: TapeObserver {
///       private(set) var norms: [Double] = []
///
///       func observe(_ event: TapeEvent, on tape: Tape) {
///         if case .left(_, let outputs) = event { norms += outputs.map(\.value.norm) }
///       }
///     }
///
/// Cost counters, profilers, anomaly detectors and gradient probes are observers; the model never
/// knows that it is watched. A tape without observers makes no events.
public protocol TapeObserver: AnyObject {
  /// Whether it is also told of what happens inside a `recomputing`, on tapes of their own: of the
  /// nodes and gradients of the recomputation, and of a first run whose result is not finite. What
  /// is final there is so for that part of the model: another part may use the parameter too.
  var watchesRecomputation: Bool { get }

  /// Takes an event of a tape that it watches, while it happens.
  ///
  /// - Parameters:
  ///   - event: what happened; its nodes are positions in `tape.nodes`.
  ///   - tape: the tape on which it happened.
  func observe(_ event: TapeEvent, on tape: Tape)
}

extension TapeObserver {
  /// False.
  public var watchesRecomputation: Bool { false }
}

/// What a tape tells its observers.
public enum TapeEvent {
  /// A node was appended in the forward run; `value` is its result.
  case recorded(node: Int, value: Tensor)
  /// A backward run has the complete gradient of a node's result, of the result's shape.
  case gradient(of: Int, value: Tensor)
  /// A backward run has computed the gradients that a node passes to some of its inputs, which are
  /// nodes too, and added them to what those had; a node whose inputs have pullbacks of their own is
  /// heard of once for each.
  case passedGradient(from: Int, to: [Int])
  /// A backward run has the final gradient of a parameter, of its shape; they come in reverse order
  /// of first use.
  case finalGradient(Tensor, owner: AnyObject)
  /// A module's call begins.
  case entered(any TapeScope)
  /// A module's call has ended; `outputs` are the variables in what it returned: one of a layer,
  /// several of a module that returns a tuple or a struct.
  case left(any TapeScope, outputs: [Variable])
}

extension Tape {
  /// Tells all observers; callers make no event where there are none.
  func tell(_ event: TapeEvent) {
    for observer in observers { observer.observe(event, on: self) }
  }
}
