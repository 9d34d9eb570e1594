import GradusAutodiff
import GradusDatasets
import GradusLayers
import GradusTensors

/// What a training step minimises: a function from a tape and a batch to a single number.
public struct TrainingLoss<Minibatch> {
  /// Runs the model on a batch; the loss is on the tape, the metrics are numbers beside it.
  let measure: (Tape, Minibatch) throws -> (loss: Variable, metrics: [String: Double])

  /// Makes a loss of one number, such as a mean squared error.
  public init(_ loss: @escaping (_ tape: Tape, _ batch: Minibatch) throws -> Variable) {
    measure = { tape, batch in (try loss(tape, batch), [:]) }
  }

  /// Makes a loss with numbers that are worth logging beside it, by name.
  public init(
    measuring body:
      @escaping (_ tape: Tape, _ batch: Minibatch) throws -> (
        loss: Variable, metrics: [String: Double]
      )
  ) { measure = body }
}

extension TrainingLoss where Minibatch == Batch {
  /// The mean cross entropy of a classifier, auxiliary heads included, with the share of wrong
  /// answers as `error`.
  public static func crossEntropy(
    of model: any Classifier, smoothing: Double = 0
  ) -> TrainingLoss {
    TrainingLoss(measuring: { tape, batch in
      let prediction = model(tape.constant(batch.images))
      let loss = prediction.crossEntropy(labels: batch.labels, smoothing: smoothing)
      return (loss, errors(prediction.logits, batch))
    })
  }

  /// The mean cross entropy of a layer from images to logits `[n, classes]`, such as a `Sequential`,
  /// with the share of wrong answers as `error`.
  public static func crossEntropy(of model: any Layer, smoothing: Double = 0) -> TrainingLoss {
    TrainingLoss(measuring: { tape, batch in
      let logits = model(tape.constant(batch.images))
      return (
        logits.crossEntropy(labels: batch.labels, smoothing: smoothing), errors(logits, batch)
      )
    })
  }

  private static func errors(_ logits: Variable, _ batch: Batch) -> [String: Double] {
    [TrainingMetric.error.rawValue: topKError(logits: logits.value, labels: batch.labels)]
  }
}
