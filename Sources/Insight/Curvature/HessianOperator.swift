import GradusAutodiff
import GradusLayers
import GradusTensors

/// The Hessian of a loss by all trainable parameters of a model, known by its products with vectors.
///
/// The loss and its gradient are recorded once; each product is one more backward run.
public final class HessianOperator {
  /// The number of trainable numbers that the loss depends on.
  public let size: Int
  /// The value of the loss.
  public let loss: Double
  /// The gradient, `[size]`, in the order of the model's parameters.
  public let gradient: Tensor

  private let tape: Tape
  private let leaves: [Variable]
  private let slopes: [Variable]

  /// Records a loss and its gradient.
  ///
  /// Running statistics stay as they are. Traps when the loss is not a single number or depends on
  /// no trainable parameter.
  ///
  /// - Parameters:
  ///   - model: a model that has values; float64 for exact work.
  ///   - mode: how its layers behave; as in training unless told otherwise, for that is the loss that is
  ///     minimised.
  ///   - loss: the loss of the model on the given tape.
  public init(of model: any Module, mode: Tape.Mode = .training, loss: (Tape) -> Variable) {
    let tape = Tape(mode, updatesStatistics: false, step: 0)
    let output = loss(tape)
    let gradients = tape.gradients(of: output, createGraph: true)
    var (leaves, slopes): ([Variable], [Variable]) = ([], [])
    for (_, parameter) in model.parameters where parameter.isTrainable {
      guard let slope = gradients.variableGradient(owner: parameter) else { continue }
      leaves.append(tape.leaf(of: parameter, value: parameter.value))
      slopes.append(slope)
    }
    precondition(!leaves.isEmpty, "HessianOperator: the loss depends on no trainable parameter")
    (self.tape, self.leaves, self.slopes) = (tape, leaves, slopes)
    self.loss = output.value.item
    size = leaves.reduce(0) { $0 + $1.shape.count }
    gradient = Self.flat(slopes.map(\.value))
  }

  /// The Hessian times a vector `[size]`, as float64.
  public func product(_ vector: Tensor) -> Tensor {
    precondition(
      vector.shape == [size],
      "HessianOperator: a vector of \(size) numbers expected, not "
        + "\(vector.shape)")
    let first = tape.nodes.count
    var start = 0
    var slope: Variable?
    for (leaf, gradient) in zip(leaves, slopes) {
      let part = vector.sliced(axis: 0, start..<start + leaf.shape.count)
      start += leaf.shape.count
      guard gradient.requiresGradient else { continue }
      let term = (gradient * Variable(part.converted(to: leaf.dtype).reshaped(to: leaf.shape)))
        .sum()
      slope = slope.map { $0 + term } ?? term
    }
    guard let slope else { return Tensor.zeros([size], dtype: .float64) }
    let products = tape.gradients(of: slope, withRespectTo: leaves, keepGraph: true)
    let result = Self.flat(leaves.map { products[$0] ?? $0.value.filled(with: 0) })
    // What this product alone needed; the loss and its gradient stay recorded.
    for node in first..<tape.nodes.count { tape.releaseSaved(of: node) }
    return result
  }

  private static func flat(_ tensors: [Tensor]) -> Tensor {
    Tensor.concatenate(tensors.map { $0.converted(to: .float64).reshaped(to: [-1]) }, axis: 0)
  }
}
