import Gradus

/// An operation on inputs of which an axis has no elements: what comes out is the mathematics of empty
/// sums, and what PyTorch 2.15 gives wherever it takes such sizes.
public struct EmptyCase: Sendable, CustomStringConvertible {
  /// The name that the operation has on a tape.
  public let operation: String
  /// The inputs' shapes.
  public let inputs: [Shape]
  /// The result's shape.
  public let output: Shape
  /// The number that every element of the result is; nil where each is checked elsewhere.
  public let value: Double?
  /// Computes the operation.
  public let function: @Sendable ([Variable]) -> Variable

  init(
    _ operation: String, _ inputs: [Shape], _ output: Shape, _ value: Double? = nil,
    _ function: @escaping @Sendable ([Variable]) -> Variable
  ) {
    (self.operation, self.inputs, self.output) = (operation, inputs, output)
    (self.value, self.function) = (value, function)
  }

  /// The operation and the shapes.
  public var description: String {
    "\(operation): \(inputs.map(\.description).joined(separator: ", ")) to \(output)"
  }

  /// Every case; each operation of the op table has some.
  public static let all: [EmptyCase] =
    unary + binary + rearranging + reducing + products + convolving + pooling + rows + misfits
    + composed
}
