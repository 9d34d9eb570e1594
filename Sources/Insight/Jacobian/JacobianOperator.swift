import GradusAutodiff
import GradusTensors

/// The Jacobian of a function at a point, known by its products with vectors from both sides.
///
/// The function and its vector-Jacobian product, which is linear in its vector, are recorded once;
/// each product is one backward run.
public final class JacobianOperator {
  /// The point's shape.
  public let inputShape: Shape
  /// The shape of the function's value.
  public let outputShape: Shape

  private let tape: Tape
  private let input: Variable, output: Variable
  private let cotangent: Variable
  private let pulledBack: Variable?

  /// Records a function at a point.
  ///
  /// - Parameters:
  ///   - input: the point.
  ///   - mode: how layers behave; as in training unless told otherwise.
  ///   - statistics: frozen to hold batch statistics constant, so that the Jacobian has no entries
  ///     between different examples.
  ///   - function: the function.
  public init(
    at input: Tensor, mode: Tape.Mode = .training, statistics: Tape.BatchStatistics = .frozen,
    _ function: (Variable) -> Variable
  ) {
    tape = Tape(mode, statistics: statistics, updatesStatistics: false, step: 0)
    self.input = tape.variable(input)
    output = function(self.input)
    (inputShape, outputShape) = (input.shape, output.shape)
    cotangent = tape.variable(output.value.filled(with: 0))
    let gradients =
      output.requiresGradient
      ? tape.gradients(
        of: output, seed: cotangent, withRespectTo: [self.input], createGraph: true) : nil
    pulledBack = gradients?.variableGradient(of: self.input)
  }

  /// J v, of the output's shape; `tangent` has the input's shape.
  public func product(_ tangent: Tensor) -> Tensor {
    precondition(
      tangent.shape == inputShape, "JacobianOperator: tangent \(tangent.shape), not \(inputShape)")
    guard let pulledBack, pulledBack.requiresGradient else { return output.value.filled(with: 0) }
    let gradients = tape.gradients(
      of: pulledBack, seed: Variable(tangent), withRespectTo: [cotangent], keepGraph: true)
    return gradients[cotangent] ?? output.value.filled(with: 0)
  }

  /// Jᵀ u, of the input's shape; `vector` has the output's shape.
  public func transposedProduct(_ vector: Tensor) -> Tensor {
    precondition(
      vector.shape == outputShape, "JacobianOperator: vector \(vector.shape), not \(outputShape)")
    guard output.requiresGradient else { return input.value.filled(with: 0) }
    let gradients = tape.gradients(
      of: output, seed: Variable(vector), withRespectTo: [input], keepGraph: true)
    return gradients[input] ?? input.value.filled(with: 0)
  }
}
