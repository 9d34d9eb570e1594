import GradusAutodiff
import GradusTensors

/// Runs on shapes alone, which find what does not fit before numbers do.
extension ONNXModel {
  /// Runs the network on two of what the file says that it takes, as far as it says so; throws `ONNXError`
  /// and `ShapeMismatch`.
  func checkPorts() throws {
    var arguments: [ONNXValue] = []
    for input in program.inputs {
      guard let kind = ElementKind(rawValue: input.kind), kind.isFloating,
        let dimensions = input.dimensions
      else { return }
      // An axis of unknown length may be one that others must fit: only a batch is tried out, which a
      // vector's axis is not.
      if dimensions.count == 1, case .named = dimensions[0] { return }
      for dimension in dimensions.dropFirst() { if case .named = dimension { return } }
      for case .fixed(let length) in dimensions where length <= 0 { return }
      let lengths = dimensions.map { if case .fixed(let length) = $0 { length } else { 2 } }
      guard Shape.isPossible(lengths) else {
        throw ShapeMismatch(
          "the input \(input.name.quoted) has the impossible shape \(lengths.prefix(8))")
      }
      let shape = Tensor(shapeOnly: Shape(lengths), dtype: kind.dtype)
      arguments.append(ONNXValue(Variable(shape), ElementKind(kind.dtype)))
    }
    try check(arguments)
  }

  /// Runs the network on the shapes of some inputs, unless it wants their numbers or computes more than its
  /// file justifies; throws `ONNXError` and `ShapeMismatch`.
  func check(_ arguments: [ONNXValue]) throws {
    let budget = ONNXBudget(4096 + program.bytes.count)
    let dtype = arguments.first { $0.kind.isFloating }?.variable.dtype ?? .float32
    var problem: (any Error)?
    try Tape.dryRun { tape in
      let shapes = arguments.map { argument in
        argument.with(
          tape.constant(
            Tensor(shapeOnly: argument.variable.shape, dtype: argument.variable.dtype)))
      }
      do {
        _ = try program.run(shapes, dtype: dtype, outputs: outputs.count, budget: budget)
      } catch is ONNXBudget.Exceeded {
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
  }
}
