import GradusAutodiff
import GradusTensors

extension Layer {
  /// The shape that the layer makes of an input, found without running it.
  ///
  ///     let shape = try model.outputShape(for: [1, 32, 32, 3], mode: .training)
  ///
  /// For layers with a call of their own, of several inputs or results, see `Tape.dryRun`.
  ///
  /// - Parameters:
  ///   - input: the input's shape.
  ///   - dtype: the input's element type.
  ///   - mode: how the layer behaves; in training a batch may have to be larger than in inference.
  /// - Throws: `ShapeMismatch` when the layer does not take such an input.
  public func outputShape(
    for input: Shape, dtype: DType = .float32, mode: Tape.Mode = .inference
  ) throws(ShapeMismatch) -> Shape {
    try Tape.dryRun(mode) { tape in
      self(tape.constant(Tensor(shapeOnly: input, dtype: dtype))).shape
    }
  }
}

extension Classifier {
  /// The shape of the logits that the classifier makes of images, found without running it.
  ///
  /// - Parameters:
  ///   - images: the shape of a batch, `[n, h, w, c]`.
  ///   - dtype: the images' element type.
  ///   - mode: how layers behave; in training auxiliary heads run too.
  /// - Throws: `ShapeMismatch` when the classifier does not take such images.
  public func outputShape(
    for images: Shape, dtype: DType = .float32, mode: Tape.Mode = .inference
  ) throws(ShapeMismatch) -> Shape {
    try Tape.dryRun(mode) { tape in
      self(tape.constant(Tensor(shapeOnly: images, dtype: dtype))).logits.shape
    }
  }
}
