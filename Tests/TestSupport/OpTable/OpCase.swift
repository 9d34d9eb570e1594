import Gradus

/// One row of the op table: an operation, a geometry and the inputs to try it on.
///
/// The rows drive the gradient checks, the mutation test and the shape-only runs, so that a new
/// operation is covered everywhere by adding rows.
public struct OpCase: Sendable, CustomStringConvertible {
  /// The name that the operation has on a tape.
  public let operation: String
  /// What is odd about this row.
  public let label: String
  /// The inputs, in the order in which `function` takes them.
  public let inputs: [OpInput]
  /// Computes the operation.
  public let function: @Sendable ([Variable]) -> Variable

  /// Makes a row.
  public init(
    _ operation: String, _ label: String, _ inputs: [OpInput],
    _ function: @escaping @Sendable ([Variable]) -> Variable
  ) {
    self.operation = operation
    self.label = label
    self.inputs = inputs
    self.function = function
  }

  /// The operation and the label.
  public var description: String { "\(operation): \(label)" }

  /// Double-precision inputs, the same at every call.
  public func makeInputs() -> [Tensor] {
    inputs.enumerated().map { position, input in
      input.tensor(RandomStream(seed: 7, name: "\(self)/\(position)"))
    }
  }

  /// Every row.
  public static let all: [OpCase] =
    arithmetic + elementwise + activations + reduction + matrixProduct + rearrangement + indexing
    + convolution
    + pooling + batchNormalization + localResponseNormalization + softmax + loss + dropout
    + recomputation + composed + linearSystems + rectifiers + groupNormalization + composedLosses

  /// A constant for use inside a row: random numbers, or no memory where the row runs shape-only.
  static func constant(_ shape: Shape, like variable: Variable, from low: Double = -1) -> Tensor {
    if variable.value.isShapeOnly { return Tensor(shapeOnly: shape, dtype: variable.dtype) }
    return Tensor.uniform(
      shape, in: low..<(low + 2), from: RandomStream(seed: 3, name: "constant"),
      dtype: variable.dtype)
  }
}
