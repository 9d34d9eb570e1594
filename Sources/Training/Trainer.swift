import GradusAutodiff
import GradusDatasets
import GradusLayers
import GradusTensors

/// Trains a classifier one step at a time.
///
///     let trainer = Trainer(model, SGD(model), .constant(0.1), seed: 1)
///     for batch in batches.from(step: 0).prefix(100) { print(try trainer.step(batch).loss) }
///
/// Everything that a step depends on is the weights, the optimiser's state, the step's number and
/// the seed, which is why a checkpoint of these continues bit for bit.
public final class Trainer {
  /// What a step measured, before it changed the weights.
  public struct Result: Sendable {
    /// The mean loss of the batch, auxiliary heads included.
    public let loss: Double
    /// The share of wrong answers in the batch.
    public let error: Double
  }

  /// The network.
  public let model: any Classifier
  /// What changes the weights.
  public let optimizer: any Optimizer
  /// The learning rate of each step.
  public let schedule: LearningRateSchedule
  /// Label smoothing of the loss.
  public let labelSmoothing: Double
  /// The average of the weights that every step updates; nil when none is kept.
  public let average: ExponentialMovingAverage?
  private let seed: UInt64
  /// What forward runs change: the running statistics.
  private let buffers: [Buffer]

  /// Makes a trainer; the seed decides dropout and other randomness of the forward runs.
  public init(
    _ model: any Classifier, _ optimizer: any Optimizer, _ schedule: LearningRateSchedule,
    seed: UInt64, labelSmoothing: Double = 0, average: ExponentialMovingAverage? = nil
  ) {
    (self.model, self.optimizer, self.schedule) = (model, optimizer, schedule)
    (self.seed, self.labelSmoothing, self.average) = (seed, labelSmoothing, average)
    buffers = model.buffers.map(\.buffer)
  }

  /// The number of the next step; the first is 0.
  public var nextStep: Int { optimizer.stepCount }

  /// Runs one batch forward and backward and changes the weights.
  ///
  /// Throws `MissingGradients`, and `Divergence` when the loss is not finite; the weights and the
  /// running statistics are then unchanged. `observers` watch the run.
  public func step(_ batch: Batch, observers: [any TapeObserver] = []) throws -> Result {
    let number = nextStep
    let learningRate = schedule.learningRate(step: number)
    let statistics = buffers.map(\.value)
    do {
      let (result, gradients) = try differentiate(batch, number, learningRate, observers)
      if let gradients { try optimizer.step(gradients, learningRate: learningRate) }
      average?.update(with: model)
      return result
    } catch {
      for (buffer, value) in zip(buffers, statistics) { buffer.value = value }
      throw error
    }
  }

  /// The forward and backward run, with the gradients unless the weights have been changed already;
  /// the tape is gone when it returns, and with it what it saved.
  ///
  /// Observers see every gradient beside the weights it belongs to, so a watched run gathers them.
  private func differentiate(
    _ batch: Batch, _ number: Int, _ learningRate: Double, _ observers: [any TapeObserver]
  ) throws -> (Result, Gradients?) {
    let tape = Tape(.training, seed: seed, step: number, observers: observers)
    let prediction = model(tape.constant(batch.images))
    let loss = prediction.crossEntropy(labels: batch.labels, smoothing: labelSmoothing)
    guard loss.value.isFinite else {
      let image = batch.images.firstNonFiniteIndex.map { $0 / (batch.images.count / batch.count) }
      throw Divergence(step: number, loss: loss.value.item, image: image)
    }
    let result = Result(
      loss: loss.value.item, error: topKError(logits: prediction.logits.value, labels: batch.labels)
    )
    if observers.isEmpty, let optimizer = optimizer as? any StreamingOptimizer {
      try optimizer.step(backwardFrom: loss, learningRate: learningRate)
      return (result, nil)
    }
    return (result, tape.gradients(of: loss))
  }

  /// The mean loss and the share of wrong answers on batches, in inference mode.
  public func evaluate(_ batches: some Sequence<Batch>) -> Result {
    let evaluation = model.evaluate(batches)
    return Result(loss: evaluation.loss, error: evaluation.error)
  }
}

/// A loss that is no longer a finite number.
public struct Divergence: Error, Sendable, CustomStringConvertible {
  /// The step whose loss it was.
  public let step: Int
  /// The loss.
  public let loss: Double
  /// The place in the batch of the first image that holds NaN or infinity, which then is the cause;
  /// nil when all images are finite.
  public let image: Int?

  /// One line that says what to do.
  public var description: String {
    let cause =
      image.map {
        "image \($0) of the batch holds NaN or infinity; check the data and their normalisation"
      }
      ?? "training has diverged; lower the learning rate, or find the layer with an AnomalyDetector"
    // A NaN's sign means nothing and would be printed.
    return "the loss is \(loss.isNaN ? .nan : loss) at step \(step): \(cause)"
  }
}
