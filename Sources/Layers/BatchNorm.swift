import GradusAutodiff
import GradusTensors

/// Batch normalisation over all axes but the last (Ioffe and Szegedy 2015).
///
/// In training it normalises with the batch's mean and *biased* variance and moves the running
/// statistics by `momentum` towards the batch's mean and *unbiased* variance; in inference it uses
/// the running statistics. These are PyTorch's conventions.
public final class BatchNorm: Layer {
  /// The scale γ, `[channels]`; nil for none.
  public let weight: Parameter?
  /// The shift β, `[channels]`; nil for none.
  public let bias: Parameter?
  /// The moving average of batch means, `[channels]`.
  public let runningMean: Buffer
  /// The moving average of unbiased batch variances, `[channels]`.
  public let runningVar: Buffer
  /// The share of the newest batch in the running statistics.
  public let momentum: Double
  /// Added to variances.
  public package(set) var epsilon: Double

  /// Makes a layer for a number of channels; `affine` false leaves out scale and shift.
  public init(
    _ channels: Int, momentum: Double = 0.1, epsilon: Double = 1e-5, affine: Bool = true
  ) {
    weight = affine ? Parameter([channels], .ones) : nil
    bias = affine ? Parameter([channels], .zeros) : nil
    runningMean = Buffer([channels], initialValue: 0)
    runningVar = Buffer([channels], initialValue: 1)
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// Normalises; traps with the layer's path when the channels differ or when a training batch has
  /// one value a channel, whose variance means nothing.
  public func forward(_ x: Variable) -> Variable {
    normalize(x, adding: nil, .identity)
  }

  /// activation(normalised x + shortcut) in one pass over memory; the shortcut is optional and has
  /// the shape of `x`.
  public func activated(
    _ x: Variable, _ activation: Activation, adding shortcut: Variable? = nil
  ) -> Variable {
    guard let tape = x.tape else { return normalize(x, adding: shortcut, activation) }
    return tape.inScope(of: self) {
      guard let replacement = tape.replacement(of: self) else {
        return normalize(x, adding: shortcut, activation)
      }
      let replaced = replacement(x)
      return (shortcut.map { replaced + $0 } ?? replaced).activated(activation)
    }
  }

  private func normalize(
    _ x: Variable, adding shortcut: Variable?, _ activation: Activation
  ) -> Variable {
    let channels = runningMean.shape[0]
    Tensor.require(
      x.shape.rank >= 2 && x.shape[-1] == channels,
      "batch normalisation: input \(x.shape) must have \(channels) channels on its "
        + "last axis")
    precondition(
      !runningMean.value.isShapeOnly || x.isShapeOnly,
      "batch normalisation: the running statistics have no values; "
        + Reflection.advice(onMissingValuesOf: runningMean, on: x.tape))
    let (scale, shift) = (weight?.variable(on: x), bias?.variable(on: x))
    guard x.mode == .training else {
      return x.batchNormalized(
        mean: runningMean.value, variance: runningVar.value, scale: scale, shift: shift,
        epsilon: epsilon, adding: shortcut, activation: activation)
    }
    let count = x.shape.count / max(1, channels)
    Tensor.require(
      count != 1 || x.tape?.sharesStatistics == true,
      "batch normalisation: a training batch of shape \(x.shape) has one value a "
        + "channel; use a larger batch or image, or inference mode")
    let result = x.batchNormalized(
      scale: scale, shift: shift, epsilon: epsilon, adding: shortcut, activation: activation)
    // A batch without images says nothing about the statistics.
    if count > 0, x.tape?.updatesStatistics == true {
      update(runningMean, towards: result.mean)
      let unbiased = result.count / max(1, result.count - 1)
      update(runningVar, towards: result.variance, scaledBy: unbiased)
    }
    return result.output
  }

  private func update(_ buffer: Buffer, towards batch: Tensor, scaledBy scale: Double = 1) {
    guard !buffer.value.isShapeOnly, !batch.isShapeOnly else { return }
    buffer.withMutableValue {
      $0.average(with: batch, keeping: 1 - momentum, adding: momentum, scaledBy: scale)
    }
  }
}
