import GradusAutodiff
import GradusTensors

extension Layer {
  /// The layer's run in inference for inputs of one shape, planned once; see `CompiledModel`.
  ///
  /// The plan is tried: it and the layer must make the same of noise, and of the noise with its signs
  /// turned. What the layer's code decides by numbers is decided for good, and code that reads numbers
  /// where there is a shape alone traps.
  ///
  ///     let run = try model.compiled(for: [1, 224, 224, 3])
  ///     let features = run(images)
  ///
  /// - Parameters:
  ///   - input: the shape of the input, the number of images included.
  ///   - dtype: the input's element type; that of the layer's values when not given.
  /// - Throws: `ShapeMismatch` when the layer does not take such an input, `CompilationError` for an
  ///   operation that only the layer's own code computes, for a layer without values, and for one of
  ///   which noise shows that it does what depends on the numbers of its input.
  public func compiled(for input: Shape, dtype: DType? = nil) throws -> CompiledModel {
    try compile(input, dtype, { _ = try outputShape(for: input, dtype: $0) }, { self($0) })
  }
}

extension Classifier {
  /// The network's run from images to logits for a batch of one shape, planned once; see `CompiledModel`.
  ///
  /// The plan is tried: it and the network must make the same of noise, and of the noise with its signs
  /// turned. What the network's code decides by numbers is decided for good, and code that reads numbers
  /// where there is a shape alone traps.
  ///
  ///     let run = try ResNet.resnet18().initialize(seed: 1).compiled(for: [1, 224, 224, 3])
  ///     let logits = run(images)
  ///
  /// - Parameters:
  ///   - images: the shape of a batch, `[n, h, w, c]`.
  ///   - dtype: the images' element type; that of the network's values when not given.
  /// - Throws: `ShapeMismatch` when the network does not take such images, `CompilationError` for an
  ///   operation that only the network's own code computes, for a network without values, and for
  ///   one of which noise shows that it does what depends on the numbers of its images.
  public func compiled(for images: Shape, dtype: DType? = nil) throws -> CompiledModel {
    try compile(images, dtype, { _ = try outputShape(for: images, dtype: $0) }, { self($0).logits })
  }
}

extension Module {
  fileprivate func compile(
    _ input: Shape, _ dtype: DType?, _ check: (DType) throws -> Void,
    _ forward: (Variable) -> Variable
  ) throws -> CompiledModel {
    let state = stateDictionary
    if let (name, _) = state.first(where: { $0.value.isShapeOnly }) {
      throw CompilationError(
        name, "parameter", "has no values; call initialize(seed:) or load weights")
    }
    let dtype = dtype ?? state.first?.value.dtype ?? .float32
    try check(dtype)
    let run = try CompiledModel(InferenceGraph(input, dtype: dtype, forward))
    try run.requireAgreement(with: forward)
    return run
  }
}

extension CompiledModel {
  /// Throws unless the run and the model make the same of noise, which they do not where what the model
  /// does depends on the numbers that it sees, as in picking the greatest.
  fileprivate func requireAgreement(
    with forward: (Variable) -> Variable
  ) throws(CompilationError) {
    guard input.count > 0 else { return }
    var x = Tensor.normal(input, from: RandomStream(seed: 0, name: "compiled"), dtype: dtype)
    for _ in 0..<2 {
      let tape = Tape(.inference, recording: false)
      let expected = withExtendedLifetime(tape) { forward(tape.constant(x)).value }
      guard agree(self(x), expected) else {
        throw CompilationError(
          "", "network", "does what depends on the numbers of its input; call the model itself")
      }
      // Where the greatest is picked, it is another one with the signs turned.
      x = -x
    }
  }

  /// Whether two results differ by no more than rounding.
  private func agree(_ own: Tensor, _ expected: Tensor) -> Bool {
    let numbers = expected.scalars
    let scale = numbers.lazy.map(abs).filter(\.isFinite).max() ?? 0
    return own.shape == expected.shape
      && zip(own.scalars, numbers).allSatisfy { own, expected in
        own == expected || own.isNaN && expected.isNaN
          || abs(own - expected) <= Self.tolerance * scale
      }
  }

  /// The largest difference that is rounding, of the largest result.
  private static let tolerance = 1e-4
}
