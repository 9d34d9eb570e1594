import GradusTensors

extension Tape {
  /// Runs a model on shapes alone and throws where its layers would trap: whether an input fits, asked
  /// without memory, numbers or risk.
  ///
  ///     let mask = try Tape.dryRun(.training) { tape in
  ///       let images = tape.constant(Tensor(shapeOnly: [8, 128, 128, 3]))
  ///       return decoder(images, skip: encoder(images)).shape
  ///     }
  ///
  /// Running statistics stay as they are, and random layers draw nothing. A layer of your own tells its
  /// rules by `Tensor.require`; one that stops the program itself stops it here too.
  ///
  /// - Parameters:
  ///   - mode: how layers behave.
  ///   - body: runs the model on constants of the tape that are shape-only.
  /// - Returns: what `body` returns.
  /// - Throws: `ShapeMismatch`, the first rule that the shapes break.
  public static func dryRun<R>(
    _ mode: Mode = .inference, _ body: (Tape) -> R
  ) throws(ShapeMismatch) -> R {
    try DryRun.run {
      let tape = Tape(mode, updatesStatistics: false, step: 0)
      return withExtendedLifetime(tape) { body(tape) }
    }
  }
}
