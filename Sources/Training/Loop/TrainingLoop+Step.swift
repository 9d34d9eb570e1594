import GradusAutodiff
import GradusDatasets
import GradusLayers
import GradusTensors

extension TrainingLoop {
  /// Runs one batch forward and backward and changes the weights.
  ///
  /// Throws `MissingGradients`, `ClockMismatch`, and `Divergence` when the loss is not finite; the
  /// weights and the running statistics are then unchanged. `observers` watch the run.
  @discardableResult
  public func step(_ batch: Minibatch, observers: [any TapeObserver] = []) throws -> TrainingStep {
    try step(accumulating: [batch], observers: observers)
  }

  /// Runs several batches forward and backward, each on a tape of its own, and changes the weights
  /// once, by the mean of their gradients; each weighs as much as it has examples, if it says so
  /// (``CountedMinibatch``).
  ///
  /// Throws as `step(_:observers:)` does; traps without a batch.
  @discardableResult
  public func step(
    accumulating batches: [Minibatch], observers: [any TapeObserver] = []
  ) throws -> TrainingStep {
    precondition(!batches.isEmpty, "training: a step needs at least one batch")
    try checkClock(batches)
    let rate = schedule.learningRate(step: stepCount)
    let statistics = buffers.map(\.value)
    let clock = ContinuousClock()
    do {
      let start = clock.now
      let (loss, metrics) =
        if let communicator, communicator.count > 1 {
          try sharedStep(batches, rate, observers, communicator)
        } else if batches.count == 1 && transform == nil && observers.isEmpty {
          try streamedStep(batches[0], rate)
        } else { try gatheredStep(batches, rate, observers) }
      average?.update(with: model)
      stepCount += 1
      return TrainingStep(
        number: stepCount - 1, loss: loss, learningRate: rate, metrics: metrics,
        seconds: (clock.now - start) / .seconds(1))
    } catch {
      for (buffer, value) in zip(buffers, statistics) { buffer.value = value }
      throw error
    }
  }

  /// One batch whose gradients nobody but the optimiser sees: where it can, it moves each parameter
  /// while the tape runs backward.
  private func streamedStep(
    _ batch: Minibatch, _ rate: Double
  ) throws -> (loss: Double, metrics: [String: Double]) {
    guard let optimizer = optimizer as? any StreamingOptimizer else {
      return try gatheredStep([batch], rate, [])
    }
    let tape = makeTape(stepCount, [])
    let (loss, metrics) = try forward(batch, on: tape)
    let value = loss.value.item
    try optimizer.step(backwardFrom: loss, learningRate: rate)
    return (value, metrics)
  }

  /// Gathers the gradients of all batches before anything is moved.
  private func gatheredStep(
    _ batches: [Minibatch], _ rate: Double, _ observers: [any TapeObserver]
  ) throws -> (loss: Double, metrics: [String: Double]) {
    let weights = batches.map { Self.weight(of: $0) }
    // Beside the largest: equal ones are 1 and change no bit, and the mean over no images weighs nothing.
    let largest = weights.max() ?? 0
    let parts = weights.map { largest > 0 ? $0 / largest : 1 }
    let share = 1 / parts.reduce(0, +)
    var (sum, total, means): (Gradients?, Double, [String: Double]) = (nil, 0, [:])
    for (index, (batch, part)) in zip(batches, parts).enumerated() where part > 0 {
      let number = stepCount * batches.count + index
      let (whole, loss, metrics) = try differentiate(batch, number, observers)
      let gradients = part < 1 ? whole.scaled(by: part) : whole
      sum = sum.map { $0 + gradients } ?? gradients
      total += loss * part
      for (name, value) in metrics { means[name, default: 0] += value * part * share }
    }
    guard var gradients = sum else { return (total, means) }
    if batches.count > 1 { gradients = gradients.scaled(by: share) }
    if let transform { gradients = try transform(gradients) }
    try optimizer.step(gradients, learningRate: rate)
    return (total * share, means)
  }

  /// How much a batch counts beside others: its number of examples, or 1 where it does not say.
  static func weight(of batch: Minibatch) -> Double {
    Double((batch as? any CountedMinibatch)?.count ?? 1)
  }

  /// The tape is gone when it returns, and with it what it saved.
  private func differentiate(
    _ batch: Minibatch, _ number: Int, _ observers: [any TapeObserver]
  ) throws -> (Gradients, loss: Double, metrics: [String: Double]) {
    let tape = makeTape(number, observers)
    let (loss, metrics) = try forward(batch, on: tape)
    return (tape.gradients(of: loss), loss.value.item, metrics)
  }

  /// A tape that knows the model, for paths, and which of its parts are in inference mode.
  func makeTape(_ number: Int, _ observers: [any TapeObserver]) -> Tape {
    let tape = Tape(
      .training, statistics: statistics, seed: tapeSeed, step: number,
      convolutionAccuracy: convolutionAccuracy, observers: observers)
    tape.root = model
    for part in inferenceParts { tape.useInferenceMode(in: part) }
    return tape
  }

  /// The loss of a batch and what was measured beside it.
  private func forward(
    _ batch: Minibatch, on tape: Tape
  ) throws -> (loss: Variable, metrics: [String: Double]) {
    let (loss, metrics) = try measure(batch, on: tape)
    if let divergence = divergence(loss.value.item, batch) { throw divergence }
    return (loss, metrics)
  }

  /// The loss of a batch, finite or not, and what was measured beside it.
  func measure(
    _ batch: Minibatch, on tape: Tape
  ) throws -> (loss: Variable, metrics: [String: Double]) {
    let (loss, metrics) = try self.loss.measure(tape, batch)
    precondition(
      loss.shape.count == 1,
      "training: the loss has shape \(loss.shape); make it a single number, with mean()")
    return (loss, metrics)
  }

  /// The error of a loss that is not finite; nil for one that is.
  func divergence(_ loss: Double, _ batch: Minibatch) -> Divergence? {
    if loss.isFinite { return nil }
    let image = (batch as? Batch).flatMap { batch in
      batch.images.firstNonFiniteIndex.map { $0 / (batch.images.count / batch.count) }
    }
    return Divergence(step: stepCount, loss: loss, image: image)
  }

  /// The optimiser and the batches must be where the loop is.
  private func checkClock(_ batches: [Minibatch]) throws {
    guard optimizer.stepCount == stepCount else {
      throw ClockMismatch(
        description: "the optimiser has taken \(optimizer.stepCount) steps and the loop "
          + "\(stepCount); step through the loop alone, and restore checkpoints with it")
    }
    let first = stepCount * batches.count
    for (index, batch) in batches.enumerated() {
      guard let number = (batch as? Batch)?.number, number != first + index else { continue }
      throw ClockMismatch(
        description:
          "batch \(number) of the sequence (epoch \((batch as? Batch)?.epoch ?? 0)) came "
          + "where batch \(first + index) was due at step \(stepCount); take the batches "
          + "from(step: \(first))")
    }
  }
}
