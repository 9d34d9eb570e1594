extension Module {
  /// Freezes parameters: they get no gradient and stay as they are.
  ///
  ///     model.freeze { path, _ in path.hasPrefix("layer1.") }
  ///     model.backbone.freeze()
  ///
  /// Running statistics are no parameters: `tape.useInferenceMode(in:)` keeps those of a part still.
  ///
  /// - Parameter isFrozen: which parameters, by the path from this module; all unless given. The
  ///   others are left as they are.
  public func freeze(
    where isFrozen: (_ path: String, _ parameter: Parameter) -> Bool = { _, _ in true }
  ) {
    for (path, parameter) in parameters where isFrozen(path, parameter) {
      parameter.isTrainable = false
    }
  }

  /// Makes frozen parameters trainable again.
  ///
  /// - Parameter isTrainable: which parameters, by the path from this module; all unless given. The
  ///   others are left as they are.
  public func unfreeze(
    where isTrainable: (_ path: String, _ parameter: Parameter) -> Bool = { _, _ in true }
  ) {
    for (path, parameter) in parameters where isTrainable(path, parameter) {
      parameter.isTrainable = true
    }
  }
}
