import GradusTensors

/// The tape that an operation's inputs meet on; nil when none is on a tape.
///
/// Traps when an input's tape is gone, and when there are two tapes, unless one recomputes a part of
/// the other: what is constant outside of the part is constant inside.
func commonTape(_ operation: @autoclosure () -> String, _ inputs: [Variable]) -> Tape? {
  var found: Tape?
  for input in inputs {
    guard let tape = input.tape(for: operation()), tape !== found else { continue }
    if found != nil { return innermostTape(operation(), inputs) }
    found = tape
  }
  return found
}

private func innermostTape(_ operation: String, _ inputs: [Variable]) -> Tape {
  let tapes = inputs.compactMap(\.tape)
  let innermost = tapes.first { tape in
    tapes.allSatisfy { $0 === tape || tape.handle.isInside($0.handle) }
  }
  guard let innermost else {
    preconditionFailure(
      "\(operation): inputs are on two different tapes; pass the inner one's value as a constant, "
        + "or record both on one tape")
  }
  for input in inputs where input.tape !== innermost {
    precondition(
      !input.requiresGradient || input.tape?.isRecording == false,
      "recomputing: \(operation) uses a variable of shape \(input.shape) from outside, whose "
        + "gradient would be lost; pass it as an input")
  }
  return innermost
}

/// Whether an operation on these inputs would be recorded; traps when the tape of one is gone.
func isRecorded(_ operation: String, _ inputs: [Variable]) -> Bool {
  inputs.contains { $0.tape(for: operation)?.isRecording == true }
}

/// What stands for the tape that inputs meet on, once `commonTape` has found that there is one.
func innermostHandle(_ inputs: [Variable]) -> TapeHandle? {
  inputs.reduce(nil as TapeHandle?) { found, input in
    guard let handle = input.handle, handle !== found else { return found }
    return found?.isInside(handle) == true ? found : handle
  }
}
