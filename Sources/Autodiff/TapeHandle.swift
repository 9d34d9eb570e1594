/// What variables hold instead of the tape, so that pullbacks, which capture variables, do not keep
/// their own tape alive.
final class TapeHandle {
  weak var tape: Tape?
  /// The tape's mode, which outlives it: a variable does not fall back to inference in silence.
  @exclusivity(unchecked) var mode = Tape.Mode.inference
  /// Stands for the tape of which this one's recomputes a part.
  @exclusivity(unchecked) var enclosing: TapeHandle?

  /// Whether this handle's tape recomputes a part of the other's.
  func isInside(_ other: TapeHandle) -> Bool {
    var handle = enclosing
    while let outer = handle {
      if outer === other { return true }
      handle = outer.enclosing
    }
    return false
  }
}

/// How many random operations a tape has seen; shared with the tapes that recompute its parts.
final class DrawCounter {
  @exclusivity(unchecked) var count = 0
}
