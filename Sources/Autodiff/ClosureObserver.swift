/// An observer that is a closure, for what one experiment wants to see.
///
///     var norms: [Double] = []
///     let tape = Tape(.training, observers: [ClosureObserver { event, _ in
///       if case .finalGradient(let gradient, _) = event { norms.append(gradient.norm) }
///     }])
public final class ClosureObserver: TapeObserver {
  /// Whether it is told of what happens inside a `recomputing`.
  public let watchesRecomputation: Bool

  private let closure: (TapeEvent, Tape) -> Void

  /// Makes an observer.
  ///
  /// - Parameters:
  ///   - watchesRecomputation: whether it is told of what happens inside a `recomputing`.
  ///   - closure: takes each event and the tape on which it happened.
  public init(watchesRecomputation: Bool = false, _ closure: @escaping (TapeEvent, Tape) -> Void) {
    self.watchesRecomputation = watchesRecomputation
    self.closure = closure
  }

  /// Hands the event to the closure.
  public func observe(_ event: TapeEvent, on tape: Tape) { closure(event, tape) }
}
