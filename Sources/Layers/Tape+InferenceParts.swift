import GradusAutodiff

extension Tape {
  /// Lets a part of a model behave as in inference on this tape while the rest trains: its running
  /// statistics are used and stand still, and it drops nothing. Gradients flow through it.
  ///
  ///     let tape = Tape(.training, seed: seed, step: step)
  ///     tape.useInferenceMode(in: model.backbone)
  ///
  /// It holds for all modules below the part, wherever they are called. `freeze(where:)` keeps
  /// parameters as they are. Traps when the tape has called one of the modules before.
  public func useInferenceMode(in part: any Module) {
    for (_, module) in part.modules { useInferenceMode(inScopeOf: module) }
  }
}
