import GradusAutodiff
import GradusStatistics
import GradusTensors

/// The gradient of a function's output by its input, one for each example of a batch.
///
///     let gradients = InputGradients(at: images) { model($0).logits }
///     gradients.similarity.meanCosine        // 2^-depth in a plain net with batch normalisation
///
/// Batch normalisation uses the batch's statistics and holds them constant, so that an example's
/// output depends on that example alone and one backward run gives all gradients. With statistics
/// that are differentiated, gradients of different examples have the mean cosine -1 / (n - 1)
/// whatever the network. Balduzzi et al. 2017, §2.
///
/// The model stays as it is; its running statistics too.
public struct InputGradients: Sendable {
  /// The gradients, of the input's shape.
  public let values: Tensor

  /// Differentiates one number an example: the output's product with a random direction that is the
  /// same for all examples.
  ///
  /// - Parameters:
  ///   - input: the batch, `[n, ...]`; `[n, h, w, c]` for images.
  ///   - seed: decides the direction in the output's space, and dropout.
  ///   - function: maps the batch to `[n, ...]`, each example by itself.
  public init(at input: Tensor, seed: UInt64 = 0, _ function: (Variable) -> Variable) {
    let tape = Tape(.training, statistics: .frozen, seed: seed, step: 0)
    let x = tape.variable(input)
    let output = function(x)
    precondition(
      output.shape.rank >= 1 && output.shape[0] == input.shape[0],
      "InputGradients: the output \(output.shape) must have one row for each of the "
        + "\(input.shape[0]) examples")
    let perExample = Shape([1] + output.shape.dimensions.dropFirst())
    let direction = Tensor.normal(
      perExample, from: RandomStream(seed: seed, name: "input gradients"), dtype: output.dtype)
    let cotangent = (direction / direction.norm).broadcast(to: output.shape)
    guard output.requiresGradient else {
      values = input.filled(with: 0)
      return
    }
    let gradients = tape.gradients(of: output, seed: Variable(cotangent), withRespectTo: [x])
    values = gradients[x] ?? input.filled(with: 0)
  }

  /// One gradient a row, `[n, numbers of an example]`.
  public var rows: Tensor { values.reshaped(to: [values.shape[0], -1]) }

  /// How alike the gradients of different examples are.
  public var similarity: GradientSimilarity { GradientSimilarity(rows: rows) }
}
