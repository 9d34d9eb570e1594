import GradusAutodiff
import GradusTensors

/// A model's forward run in inference for one shape of input, planned once.
///
///     let run = try model.compiled(for: [16, 224, 224, 3])
///     print(run.memory.values)        // bytes, known before it runs
///     let logits = run(images)
///
/// The plan is read from the operations that the model records: what follows a convolution is computed
/// with it, convolutions in a row go through the cache together, channels side by side are put together
/// where they are used. The results are those of `model(images)`: the same bits, but for a convolution
/// with a bias whose result is used in two ways, which rounds otherwise; and the same for any number of
/// threads. Nothing of the model's own code runs any more, so that small networks take half of the
/// time beside their arithmetic.
///
/// It is a value of its own, and may be used on several threads at once: weights and statistics are
/// those of the moment it was made, whatever becomes of the model's, and so is what the model's code
/// decided. Compile anew after training.
public struct CompiledModel: Sendable {
  /// What a run takes, in bytes.
  ///
  /// Beside that kernels use a few megabytes for a moment on each thread, and keep filters in the form that
  /// they multiply with, as a call of the model does: of 3x3 filters up to four times their size.
  public struct Memory: Sendable, Hashable {
    /// Weights, statistics and constants; shared with the model while that does not change them.
    public let constants: Int
    /// The most that inputs, results and what is between take at a time, the input and the result of
    /// the whole included.
    public let values: Int
  }

  /// The shape of the input.
  public let input: Shape
  /// The element type of the input.
  public let dtype: DType
  /// The shape of the result.
  public let output: Shape
  /// What a run takes.
  public let memory: Memory

  let steps: [CompiledStep]
  private let placeCount: Int
  private let result: CompiledStep.Operand

  init(_ graph: InferenceGraph) throws(CompilationError) {
    let plan = try StepPlanner.steps(graph)
    let places = PlaceTable(plan, graph)
    (steps, placeCount) = (places.steps, places.count)
    result = places.operand(graph.output)
    let record = graph.tape.nodes[graph.input]
    (input, dtype, output) = (record.shape, record.dtype, graph.tape.nodes[graph.output].shape)
    memory = Memory(constants: places.constantBytes, values: places.valueBytes)
  }

  /// Computes the result for an input of the shape and type that this was compiled for; traps on others.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    precondition(
      x.shape == input && x.dtype == dtype && !x.isShapeOnly,
      "compiled: an input \(x.shape) (\(x.dtype)) where it was compiled for \(input) (\(dtype)); "
        + "compile the model for that shape too")
    var places = [Tensor?](repeating: nil, count: placeCount)
    places[PlaceTable.input] = x
    for step in steps { step.run(&places) }
    switch result {
    case .known(let value): return value
    case .place(let place): return places[place].unsafelyUnwrapped
    }
  }
}

extension CompiledModel: CustomStringConvertible {
  /// A line for each step: the layer, the operations it computes, and the shape of its result.
  public var description: String {
    steps.map { step in
      "\(step.path.isEmpty ? "" : "\(step.path): ")\(step.name) -> \(step.shape)"
    }.joined(separator: "\n")
  }
}
