import GradusAutodiff
import GradusLayers
import GradusTensors

extension Module {
  /// The gradients not where the model is but where the loss is largest nearby, which lead to flat minima
  /// (SAM, Foret et al. 2021, algorithm 1); any optimiser takes them.
  ///
  ///     let gradients = try model.sharpnessAwareGradients(radius: 0.05) {
  ///       let tape = Tape(.training, seed: 1, step: step)
  ///       return tape.gradients(of: model(tape.constant(images)).crossEntropy(labels: labels))
  ///     }
  ///     try optimizer.step(gradients, learningRate: 0.1)
  ///
  /// The model's values are afterwards what they were, to the bit, and its running statistics what the
  /// first of both runs made of them. Where the gradient is zero the second run is left out.
  ///
  /// - Parameters:
  ///   - radius: ρ, how far the trainable parameters go along their gradient, all together.
  ///   - run: runs the model forward and backward; called twice.
  public func sharpnessAwareGradients(
    radius: Double, _ run: () throws -> Gradients
  ) rethrows -> Gradients {
    let first = try run()
    let climbing = first.entries(of: self).filter(\.parameter.isTrainable)
    let norm = Gradients(climbing.map { ($0.parameter, $0.gradient) }).globalNorm
    guard norm > 0, norm.isFinite else { return first }
    let values = climbing.map(\.parameter.value)
    let statistics = buffers.map { ($0.buffer, $0.buffer.value) }
    for item in climbing {
      item.parameter.value = item.parameter.value + item.gradient * (radius / norm)
    }
    defer {
      for (item, value) in zip(climbing, values) { item.parameter.value = value }
      for (buffer, value) in statistics { buffer.value = value }
    }
    return try run()
  }
}
