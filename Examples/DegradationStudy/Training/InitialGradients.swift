import Gradus

/// The weight gradients of a net before its first step.
enum InitialGradients {
  /// The norm for each weighted layer from input to output; the classifier comes last.
  static func norms(_ model: any Classifier, _ batch: Batch, seed: UInt64) -> [Double] {
    let probe = GradientNorms(model)
    let tape = Tape(.training, seed: seed, step: 0, observers: [probe])
    let loss = model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
    _ = tape.gradients(of: loss)
    return LayerNorms(model).ofGradients(probe)
  }
}
